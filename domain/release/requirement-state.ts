import type { DefectThresholds } from '../acceptance/defect.ts';
import type { InPlaceOf } from '../approval/delegation.ts';
import type { LetsStand } from '../approval/event.ts';
import type { Confirms, TaskReport } from '../task/task.ts';

/** What people have to decide, and what they decided. */
export type RequirementState = {
  readonly id: string;
  readonly stage: string;
  readonly kind: 'approval' | 'uat' | 'task';
  readonly environment: string;
  readonly group: string;
  /** A second group whose members decide too; absent until it is escalated. */
  readonly escalatedTo?: string;
  readonly count: number;
  readonly subjectDigest: string;
  readonly evidenceDigest: string;
  /** See `plan-part.ts`; absent in what was asked before there were revisions. */
  readonly planPart?: string;
  readonly attempt: number;
  /** The attempt of its stage that a revision has let its decisions count for besides. */
  readonly carriedTo?: number;
  readonly openedAt: string;
  readonly deadline: string;
  readonly outcome:
    | 'pending'
    | 'approved'
    | 'rejected'
    | 'expired'
    | 'superseded'
    | 'withdrawn'
    | 'skipped';
  readonly decisions: readonly DecisionRecord[];
  /** As in `requirement.opened`. */
  readonly thresholds?: DefectThresholds;
  /** As in `requirement.opened`. */
  readonly letsStand?: LetsStand;
  /** As in `requirement.opened`. */
  readonly confirms?: Confirms;
  /** Who let the release go on without it, and by which statement; absent: nobody did. */
  readonly skipped?: { readonly by: string; readonly statement: string; readonly at: string };
  /** The last decision of each person that counts no more; absent while there is none. */
  readonly voided?: readonly VoidedDecision[];
};

/** A decision that counted once, and why it does not any more. */
export type VoidedDecision = DecisionRecord & {
  readonly voidedAt: string;
  /**
   * Its person or its delegator took it back, people were asked anew, or the plan was revised and
   * it was about something that is another now.
   */
  readonly because: 'withdrawn' | 'asked-again' | 'revised';
  /** Which revision of the plan, where that is why. */
  readonly revision?: number;
  /** What it spoke about. */
  readonly subjectDigest: string;
};

export type DecisionRecord = {
  readonly statement: string;
  readonly digest: string;
  readonly by: string;
  readonly verdict: 'approve' | 'reject';
  readonly at: string;
  /** What was said of a task; absent: it is about none. */
  readonly report?: TaskReport;
  /** Absent when they spoke as themselves. */
  readonly inPlaceOf?: InPlaceOf;
};
