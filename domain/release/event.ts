import type { DefectThresholds, SaidDefect } from '../acceptance/defect.ts';
import type { AlertEvents, SaidAlert } from '../alert/alert.ts';
import type { AnalysisEvents } from '../analysis/event.ts';
import type { InPlaceOf } from '../approval/delegation.ts';
import type { StatementKind } from '../approval/statement.ts';
import type { CanaryEvents } from '../canary/event.ts';
import type { RollEvents } from '../deployment/event.ts';
import type { DeviationEvents } from '../deviation/event.ts';
import type { LeaseEvents } from '../environment/event.ts';
import type { MessageEvents } from '../message/event.ts';
import type { ReleaseClass } from '../plan/spec.ts';
import type { ReviewEvents } from '../review/event.ts';
import type { RevisionEvents, StageOfPlan } from '../revision/event.ts';
import type { RollbackEvents } from '../rollback/event.ts';
import type { TaskEvents } from '../task/event.ts';
import type { Confirms, TaskReport } from '../task/task.ts';
import type { EvidenceReference, Failure, Verdict, VersionRef } from './terms.ts';
import type { Wait } from './wait.ts';

/**
 * A fact of a release. The workflow numbers facts from 1 without gaps; `at` is the workflow's time,
 * RFC 3339.
 */
export type ReleaseFact = {
  readonly seq: number;
  readonly at: string;
  readonly event: ReleaseEvent;
};

export type { EvidenceReference, Failure, Verdict, VersionRef };

export type ReleaseOutcome = 'released' | 'rolled-back' | 'withdrawn';

/** Events are the only way that a release's state changes. */
export type ReleaseEvent =
  | StartEvents
  | RevisionEvents
  | StageEvents
  | ContentEvents
  | CanaryEvents
  | AnalysisEvents
  | AlertEvents
  | DecisionEvents
  | TaskEvents
  | DeviationEvents
  | EnvironmentEvents
  | RollbackEvents
  | EndEvents;

type StartEvents = {
  readonly type: 'release.started';
  readonly planDigest: string;
  readonly name: string;
  readonly title: string;
  readonly releaseClass: ReleaseClass;
  /** Pseudonymous id of the person who started it. */
  readonly requestedBy: string;
  readonly services: readonly string[];
  readonly environments: readonly string[];
  readonly stages: readonly StageOfPlan[];
};

type StageEvents =
  | { readonly type: 'stage.started'; readonly stage: string; readonly attempt: number }
  | { readonly type: 'stage.succeeded'; readonly stage: string; readonly summary: string }
  | { readonly type: 'stage.failed'; readonly stage: string; readonly failure: Failure }
  | { readonly type: 'wait.began'; readonly wait: Wait }
  | { readonly type: 'wait.ended'; readonly wait: string; readonly outcome: string };

type ContentEvents =
  | {
      readonly type: 'component.built';
      readonly component: string;
      readonly tag: string;
      readonly commit: string;
      /** Pseudonymous ids of the authors of the change, as far as the directory knows them. */
      readonly authors: readonly string[];
      /**
       * Digests of the mail addresses of authors whom the directory does not know (see
       * `address-digest.ts`); empty when it knows all.
       */
      readonly unknownAuthors: readonly string[];
      /** Pseudonymous ids of those who merged it; absent in what was built before it was asked. */
      readonly mergers?: readonly string[];
      /** Digests of the addresses of mergers whom the directory does not know. */
      readonly unknownMergers?: readonly string[];
    }
  | {
      /** People whom the directory did not know at the build, and knows now. */
      readonly type: 'authors.identified';
      readonly component: string;
      /** All known authors, those of the build included. */
      readonly authors: readonly string[];
      readonly unknownAuthors: readonly string[];
    }
  | {
      readonly type: 'artifact.packaged';
      readonly component: string;
      readonly version: string;
      readonly digest: string;
      readonly sizeBytes: number;
    }
  | {
      readonly type: 'gate.judged';
      readonly stage: string;
      readonly gate: string;
      readonly component: string | null;
      readonly verdict: Verdict;
      readonly reason: string;
      readonly evidence: EvidenceReference | null;
    };

type DecisionEvents =
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

type EnvironmentEvents =
  | LeaseEvents
  | MessageEvents
  | RollEvents
  | {
      readonly type: 'environment.admitted';
      readonly environment: string;
      readonly manifestDigest: string;
    }
  | {
      readonly type: 'environment.passed';
      readonly environment: string;
      readonly manifestDigest: string;
    }
  | {
      /** Written before acting: from here on the way back includes this change. */
      readonly type: 'compensation.registered';
      readonly key: string;
      readonly environment: string;
      readonly component: string;
      readonly what: 'deployment' | 'traffic';
      readonly to: VersionRef;
      readonly planDigest?: string;
      readonly irreversible?: { readonly reason: string };
      /** Components that cannot go back once this has begun; absent: none. */
      readonly holds?: readonly string[];
      /** Why a rollback leaves it though it has a way back; absent: none does. */
      readonly stays?: { readonly reason: string };
    }
  | {
      readonly type: 'change.applied';
      readonly key: string;
      readonly from: VersionRef | null;
      readonly changed: boolean;
    }
  | {
      readonly type: 'traffic.shifted';
      readonly environment: string;
      readonly component: string;
      readonly digest: string;
      readonly weightPercent: number;
    }
  | { readonly type: 'change.settled'; readonly key: string }
  | {
      /** Its step was refused before it did anything. */
      readonly type: 'change.withheld';
      readonly key: string;
    };

type EndEvents =
  | { readonly type: 'release.paused'; readonly by: string }
  | { readonly type: 'release.resumed'; readonly by: string }
  | { readonly type: 'release.live'; readonly environment: string }
  | ReviewEvents
  | { readonly type: 'release.closed'; readonly outcome: ReleaseOutcome };
