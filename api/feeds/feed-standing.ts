import type { ProblemPlace } from '../problem.ts';

/** How it stands with a feed that somebody subscribed to. Instants are RFC 3339. */
export type FeedStanding = {
  /** Its entries begin with this name. */
  readonly calendar: string;
  /** The server that is asked; the whole address may be a secret. */
  readonly host: string;
  readonly everyMs: number;
  readonly askedAt: string | null;
  /** When it was last as it should be. */
  readonly goodAt: string | null;
  /** When its entries last became others. */
  readonly changedAt: string | null;
  /** How many entries it has now; null before it was read by this process. */
  readonly entries: number | null;
  /** Why it was not taken in when it was asked last; null where it was. */
  readonly trouble: FeedTrouble | null;
};

/** Nothing of a feed in trouble is taken in: the entries of the last good one stay. */
export type FeedTrouble = {
  readonly since: string;
  readonly message: string;
  readonly remedy: string;
  readonly errors: readonly ProblemPlace[];
};

/** Feeds as this process follows them. */
export type Feeds = {
  readonly list: () => readonly FeedStanding[];
  /** What is wrong with the operator's file; null: nothing. Those that were known go on. */
  readonly wrongFile: () => string | null;
};

/** Where nobody has subscribed to any. */
export const noFeeds: Feeds = { list: () => [], wrongFile: () => null };
