/** How long something will still take, and how anybody knows. */
export type TimeLeft = {
  /** `plan`: it ends at a set time. `unknown`: fewer than three earlier runs. */
  readonly basis: 'earlier-runs' | 'plan' | 'unknown';
  /** How many earlier runs were looked at. */
  readonly earlierRuns: number;
  /** Median of the earlier runs, or what the plan gives. */
  readonly usualMs: number | null;
  /** First and third quartile of the earlier runs: half of them took a time between these. */
  readonly usuallyFromMs: number | null;
  readonly usuallyToMs: number | null;
  /** Never negative. Null where it is unknown. */
  readonly leftMs: number | null;
  /** By how much it takes longer than usual already; null while it does not. */
  readonly longerByMs: number | null;
};

/** Fewer say more about chance than about what is usual. */
export const leastEarlierRuns = 3;

/** What the time left is told from. */
export type Timing = {
  readonly elapsedMs: number;
  /** How long earlier runs took, in any order. */
  readonly earlierMs: readonly number[];
  /** How long it takes in all by the plan, or null where the plan does not say. */
  readonly plannedMs: number | null;
};

/** What is left of something that has gone on for a while. */
export function timeLeftOf({ elapsedMs, earlierMs, plannedMs }: Timing): TimeLeft {
  const earlierRuns = earlierMs.length;
  const unknown = { earlierRuns, usuallyFromMs: null, usuallyToMs: null };
  if (plannedMs !== null) {
    return { basis: 'plan', ...unknown, usualMs: plannedMs, ...against(plannedMs, elapsedMs) };
  }
  if (earlierRuns < leastEarlierRuns) {
    return { basis: 'unknown', ...unknown, usualMs: null, leftMs: null, longerByMs: null };
  }
  const sorted = earlierMs.toSorted((left, right) => left - right);
  const usualMs = quantile(sorted, 0.5);
  return {
    basis: 'earlier-runs',
    earlierRuns,
    usualMs,
    usuallyFromMs: quantile(sorted, 0.25),
    usuallyToMs: quantile(sorted, 0.75),
    ...against(usualMs, elapsedMs),
  };
}

function against(usualMs: number, elapsedMs: number): Pick<TimeLeft, 'leftMs' | 'longerByMs'> {
  const leftMs = Math.round(usualMs - elapsedMs);
  return { leftMs: Math.max(0, leftMs), longerByMs: leftMs < 0 ? -leftMs : null };
}

/**
 * A quantile of sorted numbers, in between two of them by their distance: definition 7 of R. J.
 * Hyndman and Y. Fan, “Sample Quantiles in Statistical Packages”, The American Statistician 50
 * (1996).
 */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return Math.round(below + (above - below) * (place - Math.floor(place)));
}
