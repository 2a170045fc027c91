import type { AlertEvents } from '../alert/alert.ts';
import type { AnalysisEvents } from '../analysis/event.ts';
import type { DecisionEvents } from '../approval/event.ts';
import type { CanaryEvents } from '../canary/event.ts';
import type { ChangeEvents } from '../deployment/event.ts';
import type { DeviationEvents } from '../deviation/event.ts';
import type { LeaseEvents } from '../environment/event.ts';
import type { MessageEvents } from '../message/event.ts';
import type { ReleaseClass } from '../plan/spec.ts';
import type { ReviewEvents } from '../review/event.ts';
import type { RevisionEvents, StageOfPlan } from '../revision/event.ts';
import type { RollbackEvents } from '../rollback/event.ts';
import type { TaskEvents } from '../task/event.ts';
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

type EnvironmentEvents =
  | LeaseEvents
  | MessageEvents
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
  | ChangeEvents;

type EndEvents =
  | { readonly type: 'release.paused'; readonly by: string }
  | { readonly type: 'release.resumed'; readonly by: string }
  | { readonly type: 'release.live'; readonly environment: string }
  | ReviewEvents
  | { readonly type: 'release.closed'; readonly outcome: ReleaseOutcome };
