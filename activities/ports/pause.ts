/**
 * Passes the time until a watch looks again: `untilNextLookMs` where nothing else is known.
 * `untilDecidedMs` is when the watch ends if nothing new happens, so that skipped time can go there
 * at once. It may end the attempt with a failure that says when to come back: a watch goes on from
 * what its heartbeat carries.
 */
export type Pause = (order: {
  readonly untilNextLookMs: number;
  readonly untilDecidedMs: number;
  readonly signal: AbortSignal;
}) => Promise<void>;
