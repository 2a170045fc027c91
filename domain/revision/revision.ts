import type { FollowUp } from '../deviation/deviation.ts';

/** A component that goes out with this release no more, and why. */
export type DroppedComponent = {
  readonly component: string;
  readonly reason: string;
  /** What is owed for it where it is deferred and not given up; null: nothing. */
  readonly followUp: FollowUp | null;
};

/** What somebody says when they change the plan of a running release. */
export type RevisionContent = {
  /** Digest of the plan that they saw it leave. */
  readonly from: string;
  /** Digest of the plan that they saw it take. */
  readonly to: string;
  readonly reason: string;
  readonly dropped: readonly DroppedComponent[];
};

/** What a revision does to a release that is under way, besides what it drops. */
export type RevisionOutcome = {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Stages that had begun, and begin anew. */
  readonly restarted: readonly string[];
  /** Requirements whose decisions count no more. */
  readonly voided: readonly string[];
  /** What was dropped and stays where the release has brought it. */
  readonly left: readonly LeftComponent[];
};

/** A revision as the facts of its release tell of it. */
export type RevisionState = RevisionContent &
  RevisionOutcome & {
    /** From 2: the plan that a release was started with is its first. */
    readonly revision: number;
    /** Pseudonymous id of the person. */
    readonly by: string;
    readonly at: string;
    /** Digest of the signed statement. */
    readonly statement: string;
  };

export type LeftComponent = {
  readonly environment: string;
  readonly component: string;
  readonly version: string;
};
