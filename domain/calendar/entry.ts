/**
 * One calendar entry. Intervals are half-open: an instant equal to `end` lies outside.
 * Instants are RFC 3339 in UTC. For now entries are one-off; recurrence follows.
 */
export type CalendarEntry = {
  readonly id: string;
  readonly kind: 'allow' | 'freeze';
  readonly title: string;
  /** Environments it speaks of; empty means all. */
  readonly environments: readonly string[];
  readonly start: string;
  /** Null: no known end. */
  readonly end: string | null;
  /** Group that can lift it. */
  readonly owner: string;
};

/** Whether releases may touch an environment at an instant, why, and what changes when. */
export type CalendarAnswer = {
  readonly open: boolean;
  /**
   * Ids of the entries that decide. Empty when merely no window is open, or nothing speaks of the
   * environment.
   */
  readonly by: readonly string[];
  readonly reason: string;
  /** Next instant at which it is open, when closed; null: no known one. */
  readonly nextOpen: string | null;
  /** Next instant at which open becomes closed or the reverse; null: no known one. */
  readonly until: string | null;
  /** Groups that can lift what holds. */
  readonly liftedBy: readonly string[];
};
