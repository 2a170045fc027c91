import type { DefectThresholds, SaidDefect } from '../acceptance/defect.ts';
import type { SaidAlert } from '../alert/alert.ts';
import type { Confirms, TaskReport } from '../task/task.ts';
import type { InPlaceOf } from './delegation.ts';
import type { StatementKind } from './statement.ts';

/** What is asked of people, and what they say. */
export type DecisionEvents =
  | {
      readonly type: 'requirement.opened';
      readonly requirement: string;
      readonly stage: string;
      readonly kind: 'approval' | 'uat' | 'task';
      readonly environment: string;
      readonly group: string;
      readonly count: number;
      readonly subjectDigest: string;
      readonly evidenceDigest: string;
      readonly planPart?: string;
      readonly attempt: number;
      readonly deadline: string;
      /** How many defects a test may be signed off with; absent: defects do not count. */
      readonly thresholds?: DefectThresholds;
      /** The acceptance test whose defects the board decides about, and which they are. */
      readonly letsStand?: LetsStand;
      /** The report on a task that is confirmed by it. */
      readonly confirms?: Confirms;
    }
  | {
      readonly type: 'requirement.settled';
      readonly requirement: string;
      readonly outcome: 'approved' | 'rejected' | 'expired' | 'superseded' | 'withdrawn';
    }
  | { readonly type: 'requirement.reminded'; readonly requirement: string }
  | {
      readonly type: 'requirement.escalated';
      readonly requirement: string;
      readonly to: string;
    }
  | {
      readonly type: 'requirement.extended';
      readonly requirement: string;
      readonly deadline: string;
    }
  | {
      readonly type: 'statement.accepted';
      readonly id: string;
      readonly kind: StatementKind;
      /** sha-256 of the statement's canonical JSON, under which it is kept. */
      readonly digest: string;
      readonly by: string;
      /** What it was, in the words of its content: `approve`, `reject`, `pause`… */
      readonly says: string;
      /** The requirement, stage, compensation or obligation that it is about. */
      readonly about: string | null;
      readonly evidence: string | null;
      readonly reason: string;
      /** What it said of a defect, where defects count. */
      readonly defect?: SaidDefect;
      /** What it said of a task. */
      readonly task?: TaskReport;
      /** Which alert fires, or fires no more. */
      readonly alert?: SaidAlert;
      /** Of a delegate; absent when the person spoke as themselves. */
      readonly inPlaceOf?: InPlaceOf;
    }
  | {
      readonly type: 'statement.refused';
      /** Null when it could not even be read. */
      readonly id: string | null;
      readonly signal: string;
      readonly code: string;
      readonly reason: string;
    }
  | {
      /**
       * Messages that changed nothing and are not recorded one by one: refusals beyond the cap, and
       * repeats of what was answered before.
       */
      readonly type: 'refusals.counted';
      readonly count: number;
    };

/** Defects that stay open for the rest of a cycle when the board agrees, as bad as they are now. */
export type LetsStand = {
  readonly requirement: string;
  readonly defects: readonly Pick<SaidDefect, 'id' | 'severity'>[];
};
