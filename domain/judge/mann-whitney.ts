import { normalTail } from '../canary/normal-tail.ts';
import { exactRankTail } from './exact-rank-tail.ts';
import { rankSamples } from './rank-samples.ts';

/** What the canary's values are asked to be, compared with the baseline's. */
export type Alternative = 'greater' | 'less' | 'two-sided';

export type RankTest = {
  /** Pairs in which the canary's value is the greater one; equal values count a half. */
  readonly u: number;
  readonly p: number;
  readonly method: 'exact' | 'asymptotic';
};

/** Up to this size of the smaller sample the approximation is too coarse, as SciPy sees it too. */
const exactSmaller = 8;
/** Beyond it the exact distribution costs more than it differs from the approximation. */
const exactLarger = 100;

/**
 * The rank test of Mann and Whitney (1947), also called Wilcoxon's rank-sum test: whether the
 * canary's values tend to be greater (less, different).
 *
 * Without ties, with at most 8 values in the smaller sample and 100 in the larger: the exact
 * distribution. Otherwise the normal approximation with the variance corrected for ties (Hollander,
 * Wolfe and Chicken, Nonparametric Statistical Methods, 3rd edition, equation 4.13) and 1/2 as
 * correction for continuity. It is `scipy.stats.mannwhitneyu(canary, baseline, alternative=…)` with
 * `use_continuity=True` and `method="auto"`, which knows no limit of 100. Own code, because the
 * kept JavaScript libraries have the Kruskal-Wallis test only, which corrects nothing for
 * continuity and has no exact variant.
 *
 * Null without values in one of the samples. The values have to be finite.
 */
export function mannWhitney(
  canary: readonly number[],
  baseline: readonly number[],
  alternative: Alternative,
): RankTest | null {
  if (canary.length === 0 || baseline.length === 0) return null;
  const { firstRankSum, tieSizes } = rankSamples(canary, baseline);
  const pairs = canary.length * baseline.length;
  const u = firstRankSum - (canary.length * (canary.length + 1)) / 2;
  const sizes = [canary.length, baseline.length] as const;
  const isExact =
    tieSizes.length === 0 &&
    Math.min(...sizes) <= exactSmaller &&
    Math.max(...sizes) <= exactLarger;
  const tail = (least: number) =>
    isExact ? exactRankTail(least, ...sizes) : approximateTail(least, sizes, tieSizes);
  return {
    u,
    p: pValue(u, pairs, alternative, tail),
    method: isExact ? 'exact' : 'asymptotic',
  };
}

/** The smallest p-value that samples of these sizes can have; above it no harm can be shown. */
export function smallestRankP(canary: number, baseline: number, alternative: Alternative): number {
  const low = Array.from({ length: canary }, (_, index) => index);
  const high = Array.from({ length: baseline }, (_, index) => canary + index);
  const asked = alternative === 'two-sided' ? alternative : 'less';
  return mannWhitney(low, high, asked)?.p ?? 1;
}

function pValue(
  u: number,
  pairs: number,
  alternative: Alternative,
  tail: (least: number) => number,
): number {
  if (alternative === 'greater') return Math.min(1, tail(u));
  if (alternative === 'less') return Math.min(1, tail(pairs - u));
  return Math.min(1, 2 * tail(Math.max(u, pairs - u)));
}

function approximateTail(
  u: number,
  [first, second]: readonly [number, number],
  tieSizes: readonly number[],
): number {
  const all = first + second;
  const ties = tieSizes.reduce((sum, size) => sum + (size ** 3 - size), 0);
  const variance = ((first * second) / 12) * (all + 1 - ties / (all * (all - 1)));
  // All values are equal: nothing speaks for a difference.
  if (!(variance > 0)) return 1;
  return normalTail((u - (first * second) / 2 - 0.5) / Math.sqrt(variance));
}
