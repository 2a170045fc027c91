/** What was read at an instant. */
export type Look<Reading> = { readonly atMs: number; readonly reading: Reading };

/** How long the last stretch of a watch is where a policy says nothing. */
export const usualRecentMs = 300_000;

/** So many looks of a stretch are kept; it may be longer by the time between two of them. */
const keptLooks = 10;

/**
 * Adds a look, and drops those that are not needed to look back over so long: all but the latest
 * that is older, and of the others so many that at most ten are kept.
 */
export function addLook<Reading>(
  looks: readonly Look<Reading>[],
  look: Look<Reading>,
  stretchMs: number,
): readonly Look<Reading>[] {
  const last = looks.at(-1);
  if (last !== undefined && look.atMs - last.atMs < stretchMs / keptLooks) return looks;
  const startMs = look.atMs - stretchMs;
  const firstNeeded = looks.findLastIndex(({ atMs }) => atMs <= startMs);
  return [...looks.slice(Math.max(0, firstNeeded)), look];
}

/**
 * The look to compare with for that long a stretch: the latest that lies at least so far back.
 * Undefined: none does yet.
 */
export function lookBack<Reading>(
  looks: readonly Look<Reading>[],
  nowMs: number,
  stretchMs: number,
): Look<Reading> | undefined {
  return looks.findLast(({ atMs }) => atMs <= nowMs - stretchMs);
}
