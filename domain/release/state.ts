import type { DefectState } from '../acceptance/defect.ts';
import type { AlertState } from '../alert/alert.ts';
import type { Receipt } from '../approval/statement.ts';
import type { DeviationState } from '../deviation/deviation.ts';
import type { ReleaseClass } from '../plan/spec.ts';
import type { StageKind } from '../plan/stage.ts';
import type { RevisionState } from '../revision/revision.ts';
import type { IncidentState } from '../rollback/incident.ts';
import type { RollbackState } from '../rollback/rollback-state.ts';
import type { EvidenceReference, Failure, ReleaseOutcome, Verdict, VersionRef } from './event.ts';
import type { DecisionRecord, RequirementState, VoidedDecision } from './requirement-state.ts';
import type { Wait } from './wait.ts';

export type { DecisionRecord, RequirementState, VoidedDecision };

/**
 * What the facts of a release add up to. Plain JSON: it travels through continue-as-new, answers
 * the workflow's queries, and lies in the projection; all three are built by the same fold.
 */
export type ReleaseState = {
  /** Number of the last fact; 0 before the first. */
  readonly seq: number;
  readonly at: string | null;
  readonly planDigest: string | null;
  /** Every revision of the plan, in order; absent: it is the one that it was started with. */
  readonly revisions?: readonly RevisionState[];
  readonly name: string;
  readonly title: string;
  readonly releaseClass: ReleaseClass;
  readonly requestedBy: string | null;
  readonly services: readonly string[];
  readonly environments: readonly string[];
  readonly phase: ReleasePhase;
  readonly paused: boolean;
  readonly outcome: ReleaseOutcome | null;
  /** In the order of the plan. */
  readonly stages: readonly StageState[];
  readonly waits: readonly (Wait & { readonly since: string })[];
  readonly builds: readonly BuildRecord[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly gates: readonly GateRecord[];
  readonly requirements: readonly RequirementState[];
  /**
   * Pseudonymous ids of the people who let it go on by a command (see `duties/onward.ts`). Absent
   * before the first.
   */
  readonly commanders?: readonly string[];
  /** What acceptance tests found, in the order of its report; absent: nothing. */
  readonly defects?: readonly DefectState[];
  /** Alerts that fired for what it has changed, in the order of hearing; absent: none. */
  readonly alerts?: readonly AlertState[];
  readonly leases: readonly LeaseState[];
  /**
   * Environments that this release has been admitted to and those it has passed, with the manifest
   * then.
   */
  readonly admitted: readonly Passage[];
  readonly passed: readonly Passage[];
  /** What was announced, by stage. */
  readonly announcements: readonly { readonly stage: string; readonly reference: string }[];
  /** The share of users that each candidate was given last, since its canary began. */
  readonly shares: readonly ShareState[];
  /** The way back: every change in the order it was registered. */
  readonly changes: readonly ChangeState[];
  readonly rollback: RollbackState | null;
  readonly incidents: readonly IncidentState[];
  readonly obligations: readonly ObligationState[];
  /** Reasons why a review may not be left out. */
  readonly deviations: readonly string[];
  /** What people asked to be let off, granted or not, in the order of asking. */
  readonly askedDeviations: readonly DeviationState[];
  readonly liveSince: string | null;
  /**
   * Answers to statements, newest last, bounded; older ones are in the ledger. Refusals make room
   * first.
   */
  readonly receipts: readonly Receipt[];
  /** Messages that changed nothing: refused on the record, or counted beyond the cap. */
  readonly refusals: number;
};

export type ReleasePhase = 'rolling-out' | 'rolling-back' | 'reviewing' | 'closed';

export type StageStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'abandoned';

export type StageState = {
  readonly id: string;
  readonly kind: StageKind;
  readonly environment: string | null;
  readonly status: StageStatus;
  /** Attempt of a person: 1 at first, one more with every `retry`. */
  readonly attempt: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly summary: string | null;
  readonly failure: Failure | null;
  readonly revision?: number;
};

export type BuildRecord = {
  readonly component: string;
  readonly tag: string;
  readonly commit: string;
  readonly authors: readonly string[];
  /** Digests of the mail addresses of authors whom the directory does not know. */
  readonly unknownAuthors: readonly string[];
  /** As in `component.built`. */
  readonly mergers?: readonly string[];
  readonly unknownMergers?: readonly string[];
};

export type ArtifactRecord = {
  readonly component: string;
  readonly version: string;
  readonly digest: string;
};

export type GateRecord = {
  readonly stage: string;
  readonly gate: string;
  readonly component: string | null;
  readonly verdict: Verdict;
  readonly evidence: EvidenceReference | null;
  /** RFC 3339 instant at which its evidence was judged. */
  readonly judgedAt: string;
};

export type ShareState = {
  readonly environment: string;
  readonly component: string;
  readonly digest: string;
  readonly weightPercent: number;
};

export type LeaseState = {
  readonly environment: string;
  readonly status: 'requested' | 'held';
  readonly fence: number | null;
  /** The emergency release for which it is to give way at its next safe point; absent: none. */
  readonly recalledFor?: string;
  /**
   * For whom it gave way, and under which fence. Stays until the release has looked again at what
   * it relies on there.
   */
  readonly gaveWay?: { readonly to: string; readonly fence: number };
};

export type Passage = {
  readonly environment: string;
  readonly manifestDigest: string;
  readonly at: string;
};

export type ChangeState = {
  readonly key: string;
  readonly environment: string;
  readonly component: string;
  readonly what: 'deployment' | 'traffic';
  readonly from: VersionRef | null;
  readonly to: VersionRef;
  readonly planDigest?: string;
  /** It was planned as one that cannot come back; absent: it can. */
  readonly irreversible?: { readonly reason: string };
  /** Components that cannot go back once this has begun; absent: none. */
  readonly holds?: readonly string[];
  /** Why a rollback leaves it though it has a way back; absent: none does. */
  readonly stays?: { readonly reason: string };
  /** What its undoing went back to, as the tool said; null until then, or when it was nothing. */
  readonly restored: VersionRef | null;
  readonly status:
    | 'registered'
    | 'applied'
    | 'settled'
    | 'undone'
    | 'undo-failed'
    | 'undo-skipped'
    | 'kept'
    | 'replaced';
  /** Registered, and then refused before anything was done; absent: it may have been begun. */
  readonly isWithheld?: true;
  /** Why a rollback has left it. Absent where none has. */
  readonly keptBecause?: string;
  readonly failure: Failure | null;
};

export type ObligationState = {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly openedAt: string;
  readonly due: string;
  readonly metAt: string | null;
  /** Who took it off the release, by pseudonymous id, and when; null while nobody did. */
  readonly waived: { readonly by: string; readonly at: string } | null;
  readonly escalatedTo: string | null;
  readonly mandatoryBecause: readonly string[];
};

export const receiptLimit = 400;

export function initialState(): ReleaseState {
  return {
    seq: 0,
    at: null,
    planDigest: null,
    name: '',
    title: '',
    releaseClass: 'normal',
    requestedBy: null,
    services: [],
    environments: [],
    phase: 'rolling-out',
    paused: false,
    outcome: null,
    stages: [],
    waits: [],
    builds: [],
    artifacts: [],
    gates: [],
    requirements: [],
    leases: [],
    admitted: [],
    passed: [],
    announcements: [],
    shares: [],
    changes: [],
    rollback: null,
    incidents: [],
    obligations: [],
    deviations: [],
    askedDeviations: [],
    liveSince: null,
    receipts: [],
    refusals: 0,
  };
}
