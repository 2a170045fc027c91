import { normalQuantile } from './normal-quantile.ts';

export type Shift = {
  /** By how much the canary's values are greater, in the unit of the metric. */
  readonly estimate: number;
  /** Bounds at the confidence that was asked for; null where the samples are too small for one. */
  readonly lower: number | null;
  readonly upper: number | null;
};

/**
 * The estimate of Hodges and Lehmann (Annals of Mathematical Statistics 34, 1963): the median of
 * the differences of all pairs, which single outliers do not move. Its bounds are the ordered
 * differences that leave out so many on each side as the rank test allows, by its normal
 * approximation (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd edition,
 * section 4.3). Ties make them wider than need be. Its cost grows with the number of pairs.
 */
export function estimateShift(
  canary: readonly number[],
  baseline: readonly number[],
  confidence: number,
): Shift {
  const pairs = canary.length * baseline.length;
  const differences = new Float64Array(pairs);
  canary.forEach((now, row) => {
    baseline.forEach((before, column) => {
      differences[row * baseline.length + column] = now - before;
    });
  });
  differences.sort();
  const deviation = Math.sqrt((pairs * (canary.length + baseline.length + 1)) / 12);
  const leftOut = Math.floor(pairs / 2 - normalQuantile((1 - confidence) / 2) * deviation);
  return {
    estimate: middleOf(differences),
    lower: leftOut < 1 ? null : (differences[leftOut - 1] ?? null),
    upper: leftOut < 1 ? null : (differences[pairs - leftOut] ?? null),
  };
}

/** The median of values in ascending order; NaN without any. */
export function middleOf(sorted: ArrayLike<number>): number {
  const half = sorted.length / 2;
  const below = sorted[Math.ceil(half) - 1] ?? Number.NaN;
  return below + ((sorted[Math.floor(half)] ?? Number.NaN) - below) / 2;
}
