import type { CalendarEntry } from '../calendar/entry.ts';
import type { ReleasePlan } from '../plan/plan.ts';

/** Something that shall fail: a stage of the plan, or the way back, as a whole or in one part. */
export type FailTarget = {
  /** Id of a stage, or `rollback`. */
  readonly stage: string;
  /** A component, a gate, a check or an item of the stage; null: all of it. */
  readonly part: string | null;
};

/**
 * Everything that a rehearsal needs to know, so that it asks nothing and nobody of the real system.
 */
export type RehearsalOrder = {
  readonly plan: ReleasePlan;
  readonly planDigest: string;
  /** Pseudonymous id of who would start the release, and therefore does not decide about it. */
  readonly requestedBy: string;
  /** RFC 3339, when the release begins. */
  readonly startAt: string;
  /** How long the rehearsal goes on, in simulated time, before it ends as one that waits. */
  readonly horizonMs: number;
  /** How long people take, from being asked until they answer. */
  readonly reactionTimeMs: number;
  /** The groups that the plan names, with the pseudonymous ids of their people. */
  readonly groups: readonly { readonly id: string; readonly members: readonly string[] }[];
  /** The applied calendar, and what the rehearsal closes besides. */
  readonly calendar: readonly CalendarEntry[];
  readonly fail: readonly FailTarget[];
  /** Groups in which nobody ever answers. */
  readonly nobody: readonly string[];
};
