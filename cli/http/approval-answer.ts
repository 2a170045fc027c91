import type { RequirementAnswer } from './answers.ts';

type JudgedAnswer = { readonly verdict: string; readonly digest: string | null };

/** Your earlier decision that counts no more, and what changed since. */
export type SinceLastAnswer = {
  readonly verdict: string;
  readonly voidedAt: string;
  readonly because: 'withdrawn' | 'asked-again' | 'revised';
  readonly revision?: number;
  readonly components: readonly {
    readonly component: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly evidence: readonly {
    readonly stage: string;
    readonly gate: string;
    readonly component: string | null;
    readonly before: JudgedAnswer | null;
    readonly after: JudgedAnswer | null;
  }[];
};

export type ApprovalAnswer = {
  readonly release: string;
  readonly requirement: RequirementAnswer;
  readonly youMayDecide: boolean;
  readonly whyNot: string | null;
  readonly sinceYourLast: SinceLastAnswer | null;
};

export type ApprovalPageAnswer = {
  readonly approvals: readonly ApprovalAnswer[];
  readonly nextPageToken: string | null;
};
