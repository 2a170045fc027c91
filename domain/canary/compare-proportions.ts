import { normalTail } from './normal-tail.ts';

/** So many of so many. */
export type Proportion = { readonly hits: number; readonly of: number };

/**
 * One-sided p-value that the proportion of `canary` is greater than that of `baseline`: the z-test
 * for two proportions with pooled variance and continuity correction (Fleiss, Levin and Paik,
 * Statistical Methods for Rates and Proportions, 3rd edition, section 3.2; the same as
 * `prop.test(…, alternative = "greater")` of R). The correction keeps one stray failure among few
 * requests from looking like proof.
 *
 * Null when it cannot be computed: a side without trials, or no difference that could be one (all
 * or none hit).
 */
export function compareProportions(canary: Proportion, baseline: Proportion): number | null {
  if (!(canary.of > 0) || !(baseline.of > 0)) return null;
  const pooled = (canary.hits + baseline.hits) / (canary.of + baseline.of);
  const inverses = 1 / canary.of + 1 / baseline.of;
  const deviation = Math.sqrt(pooled * (1 - pooled) * inverses);
  if (!(deviation > 0)) return null;
  const difference = canary.hits / canary.of - baseline.hits / baseline.of;
  const correction = Math.min(Math.abs(difference), inverses / 2);
  return normalTail((difference - Math.sign(difference) * correction) / deviation);
}
