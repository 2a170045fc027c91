import type { Occurrences } from './occurrences.ts';

/** An entry as a question meets it. */
export type Member = {
  /** Place in the calendar. */
  readonly position: number;
  readonly allows: boolean;
  /** Which of the asked scopes it matches, by their places in the question. */
  readonly scopes: readonly number[];
  readonly occurrences: Occurrences;
};

/** From then on it is open, or closed. */
export type Flip = { readonly atMs: number; readonly open: boolean };

/** What the calendar says in a stretch of time. Half-open. */
export type Stretch = {
  readonly isOpenAtFirst: boolean;
  /** In order; each differs from what was before. */
  readonly flips: readonly Flip[];
  /** Places of the entries that are active at an instant of the stretch, in order. */
  readonly activeAt: (instantMs: number) => readonly number[];
  /** How many occurrences it remembers. */
  readonly size: number;
};

type Part = { readonly startMs: number; readonly endMs: number; readonly member: Member };

/**
 * Works out a stretch of time. Whatever denies wins. For each asked scope that an entry allows, one
 * of those has to be active; where nothing speaks, it is open.
 */
export function workOut(members: readonly Member[], fromMs: number, toMs: number): Stretch {
  const parts = members
    .flatMap((member) => [...clipped(member, fromMs, toMs)])
    .toSorted((one, other) => one.startMs - other.startMs);
  const tally = startTally(members);
  const changes = parts
    .flatMap(({ startMs, endMs, member }) => [
      { atMs: startMs, member, by: 1 },
      { atMs: endMs, member, by: -1 },
    ])
    .toSorted((one, other) => one.atMs - other.atMs);
  let isOpenAtFirst: boolean | null = null;
  let open = false;
  const flips: Flip[] = [];
  for (const [index, { atMs, member, by }] of changes.entries()) {
    if (atMs > fromMs && isOpenAtFirst === null) isOpenAtFirst = open = tally.isOpen();
    tally.count(member, by);
    const isLastOfInstant = changes[index + 1]?.atMs !== atMs;
    if (atMs === fromMs || atMs >= toMs || !isLastOfInstant || tally.isOpen() === open) continue;
    open = !open;
    flips.push({ atMs, open });
  }
  return {
    isOpenAtFirst: isOpenAtFirst ?? tally.isOpen(),
    flips,
    activeAt: lookUp(parts),
    size: parts.length,
  };
}

function* clipped(member: Member, fromMs: number, toMs: number): Iterable<Part> {
  for (const { startMs, endMs } of member.occurrences(fromMs, toMs)) {
    // One that begins and ends inside the same gap of the clocks lasts no time.
    if (startMs === endMs) continue;
    yield { startMs: Math.max(startMs, fromMs), endMs: Math.min(endMs, toMs), member };
  }
}

/** Counts what is active. `isOpen` costs the same however many entries there are. */
function startTally(members: readonly Member[]) {
  const allowing = new Map<number, number>();
  for (const { allows, scopes } of members) {
    for (const scope of allows ? scopes : []) allowing.set(scope, 0);
  }
  let denying = 0;
  let unallowed = allowing.size;
  return {
    isOpen: () => denying === 0 && unallowed === 0,
    count({ allows, scopes }: Member, by: number) {
      if (!allows) {
        denying += by;
        return;
      }
      for (const scope of scopes) {
        const before = allowing.get(scope) ?? 0;
        allowing.set(scope, before + by);
        if (before === 0) unallowed -= 1;
        else if (before + by === 0) unallowed += 1;
      }
    },
  };
}

/** Finds what is active at an instant without looking at what is over or has not begun. */
function lookUp(parts: readonly Part[]): Stretch['activeAt'] {
  const starts = Float64Array.from(parts, ({ startMs }) => startMs);
  const ends = Float64Array.from(parts, ({ endMs }) => endMs);
  const longestMs = parts.reduce((most, { startMs, endMs }) => Math.max(most, endMs - startMs), 0);
  const positions = parts.map(({ member }) => member.position);
  return (instantMs) => {
    const found = new Set<number>();
    for (let index = lastAtOrBefore(starts, instantMs); index >= 0; index -= 1) {
      if ((starts[index] ?? 0) + longestMs <= instantMs) break;
      if ((ends[index] ?? 0) > instantMs) found.add(positions[index] ?? 0);
    }
    return [...found].toSorted((one, other) => one - other);
  };
}

function lastAtOrBefore(starts: Float64Array, instantMs: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= instantMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
