/** What entries do. All but `allow` close the calendar where they are active. */
export const entryKinds = ['allow', 'freeze', 'blackout', 'embargo', 'maintenance'] as const;
export type EntryKind = (typeof entryKinds)[number];

/**
 * One calendar entry. Intervals are half-open: an instant equal to an end lies outside. An entry
 * matches a question when, for each dimension that it names, the question's value is among them.
 */
export type CalendarEntry = {
  readonly id: string;
  readonly kind: EntryKind;
  readonly title: string;
  /** Environments it speaks of; empty means all. */
  readonly environments: readonly string[];
  /** Regions of environments; empty or absent means all, as with the next two. */
  readonly regions?: readonly string[];
  readonly services?: readonly string[];
  /** Groups that own services. */
  readonly teams?: readonly string[];
  /** RFC 3339 in UTC; with a time zone the time of its clocks, such as `2026-12-24T18:00:00`. */
  readonly start: string;
  /** As the start. Null: no known end. */
  readonly end: string | null;
  /** Group that can lift it. */
  readonly owner: string;
  /** IANA name of the zone whose clocks `start`, `end` and the recurrence speak of. */
  readonly timeZone?: string;
  /** RFC 5545, such as `FREQ=WEEKLY;BYDAY=FR`. Needs a time zone and an end. */
  readonly rrule?: string;
  /** Starts of occurrences that do not take place, in the same form as `start`. */
  readonly exceptions?: readonly string[];
};

/** What a question is about. A dimension that is left out matches no entry that names it. */
export type CalendarScope = {
  readonly environment?: string;
  readonly region?: string;
  readonly service?: string;
  readonly team?: string;
};

/** Whether releases may touch something at an instant, why, and what changes when. */
export type CalendarAnswer = {
  readonly open: boolean;
  /** Ids of the entries that decide. Empty when merely no window is open, or nothing speaks. */
  readonly by: readonly string[];
  readonly reason: string;
  /** Next instant at which it opens; while open, the reopening. Null: none within 400 days. */
  readonly nextOpen: string | null;
  /** Next instant at which it closes; while closed, after it has opened. Null as above. */
  readonly nextClose: string | null;
  /** Next instant at which open becomes closed or the reverse. Null as above. */
  readonly until: string | null;
  /** Groups that can lift what holds. */
  readonly liftedBy: readonly string[];
};
