import type { ProposalAnswer } from './proposal-answer.ts';
import type { RiskAnswer } from './risk-answer.ts';

// What the command line reads of the API's answers. It imports nothing of the house, as nobody's
// script could; test/cli/http/answers.test.ts lets the compiler hold these types to what the API
// sends.

/** One thing that is wrong, and where. */
export type ProblemPlace = {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly remedy: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
};

/** RFC 9457. */
export type ProblemAnswer = {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly remedy: string;
  readonly errors: readonly ProblemPlace[];
  readonly traceId: string;
};

export type BlockerAnswer = {
  readonly id: string;
  readonly kind: string;
  readonly stage: string | null;
  readonly reason: string;
  readonly clearedBy: readonly string[];
  readonly remedy: string;
  readonly since: string | null;
  readonly until: string | null;
  readonly then: string | null;
};

export type StageAnswer = {
  readonly id: string;
  readonly status: 'pending' | 'running' | 'succeeded' | 'failed' | 'abandoned';
  readonly attempt: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly summary: string | null;
  readonly failure: { readonly message: string; readonly remedy: string } | null;
};

export type RequirementAnswer = {
  readonly id: string;
  readonly stage: string;
  readonly kind: 'approval' | 'uat' | 'task';
  readonly environment: string;
  readonly group: string;
  readonly count: number;
  readonly subjectDigest: string;
  readonly evidenceDigest: string;
  readonly attempt: number;
  readonly deadline: string;
  readonly outcome: string;
  readonly decisions: readonly {
    readonly by: string;
    readonly verdict: string;
    readonly at: string;
  }[];
};

export type ReleaseAnswer = {
  readonly release: string;
  readonly title: string;
  readonly state: string;
  readonly phase: string;
  readonly outcome: string | null;
  readonly releaseClass: string;
  readonly assessment: RiskAnswer | null;
  readonly requestedBy: string | null;
  readonly planDigest: string;
  readonly revisions: readonly {
    readonly revision: number;
    readonly at: string;
    readonly reason: string;
    readonly dropped: readonly { readonly component: string }[];
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly voided: readonly string[];
  }[];
  readonly seq: number;
  readonly stages: readonly StageAnswer[];
  readonly blockers: readonly BlockerAnswer[];
  readonly requirements: readonly RequirementAnswer[];
  readonly defects: readonly {
    readonly id: string;
    readonly requirement: string;
    readonly severity: string;
    readonly state: string;
    readonly toleratedAs?: string;
    readonly blocks: boolean;
  }[];
  readonly artifacts: readonly {
    readonly component: string;
    readonly version: string;
    readonly digest: string;
  }[];
  readonly changes: readonly {
    readonly key: string;
    readonly environment: string;
    readonly component: string;
    readonly what: string;
    readonly status: string;
    readonly keptBecause?: string;
    readonly from: { readonly version: string } | null;
    readonly to: { readonly version: string };
  }[];
  readonly rollback: { readonly reason: string; readonly finishedAt: string | null } | null;
  readonly obligations: readonly {
    readonly id: string;
    readonly title: string;
    readonly owner: string;
    readonly due: string;
    readonly metAt: string | null;
  }[];
  readonly links: { readonly temporal: string | null };
};

export type TimeLeftAnswer = {
  readonly basis: 'earlier-runs' | 'plan' | 'unknown';
  readonly earlierRuns: number;
  readonly usualMs: number | null;
  readonly leftMs: number | null;
  readonly longerByMs: number | null;
};

export type PartAnswer = {
  readonly component: string;
  readonly target: string | null;
  readonly step: string;
  readonly share: number | null;
  readonly counters: Readonly<Record<string, number>>;
  readonly log: string | null;
  readonly timeLeft: TimeLeftAnswer | null;
};

export type StageProgressAnswer = {
  readonly stage: string;
  readonly elapsedMs: number;
  readonly timeLeft: TimeLeftAnswer;
  readonly parts: readonly PartAnswer[];
};

export type ProgressAnswer = {
  readonly release: string;
  readonly at: string;
  readonly stages: readonly StageProgressAnswer[];
};

export type ListedAnswer = {
  readonly release: string;
  readonly title: string;
  readonly state: string;
  readonly stage: string | null;
  readonly services: readonly string[];
  readonly waitingFor: readonly string[];
  readonly updatedAt: string;
};

export type ReleasePageAnswer = {
  readonly releases: readonly ListedAnswer[];
  readonly nextPageToken: string | null;
};

export type AppliedAnswer = {
  readonly dryRun: boolean;
  readonly documents: readonly {
    readonly kind: string;
    readonly name: string;
    readonly change: 'added' | 'changed' | 'unchanged';
    readonly differences: readonly {
      readonly change: 'added' | 'removed' | 'changed';
      readonly pointer: string;
      readonly before?: unknown;
      readonly after?: unknown;
    }[];
    readonly version: number | null;
  }[];
  readonly confirmation: 'none' | 'first' | 'needed';
  /** Where nothing was applied yet, because somebody else has to confirm it. */
  readonly proposal?: ProposalAnswer;
};

export type ReceiptAnswer =
  | {
      readonly id: string;
      readonly outcome: 'accepted' | 'refused';
      readonly code: string | null;
      readonly reason: string;
      readonly seq: number;
    }
  | { readonly id: string; readonly outcome: 'awaited'; readonly receipt: string };

export type VerificationAnswer = {
  readonly holds: boolean;
  readonly findings: readonly {
    readonly release: string;
    readonly entries: number;
    readonly head: string | null;
    readonly damages: readonly {
      readonly kind: string;
      readonly position: number;
      readonly reason: string;
    }[];
    readonly projectionHolds: boolean;
  }[];
};
