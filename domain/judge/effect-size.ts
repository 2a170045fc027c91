import { normalTail } from '../canary/normal-tail.ts';

export type EffectSize = {
  /** The share of pairs in which the canary's value is greater; equal values count a half. */
  readonly superiority: number;
  /** Cliff's delta, from -1 (every value of the canary is less) to 1 (every one is greater). */
  readonly delta: number;
  /** Bounds of delta at the confidence that was asked for. */
  readonly deltaLower: number;
  readonly deltaUpper: number;
};

const bisections = 60;

/**
 * How far two samples lie apart, whatever their unit: the common language effect size U/(n·m)
 * (McGraw and Wong, Psychological Bulletin 111, 1992) and Cliff's delta = 2·U/(n·m) - 1 (Cliff,
 * Psychological Bulletin 114, 1993).
 *
 * The bounds are method 5 of Newcombe, Confidence intervals for an effect size measure based on the
 * Mann-Whitney statistic, part 2 (Statistics in Medicine 25, 2006): every θ whose distance from the
 * estimate is at most z times its own standard error, with the variance of Hanley and McNeil and
 * both sample sizes in it replaced by their mean. They never leave [-1, 1], and do not collapse
 * where the samples do not overlap. Ties make them wider than need be.
 *
 * @param u as `mannWhitney` gives it.
 * @param confidence of both bounds together, between 0 and 1.
 */
export function effectSize(
  u: number,
  canary: number,
  baseline: number,
  confidence: number,
): EffectSize {
  const superiority = u / (canary * baseline);
  const tail = (1 - confidence) / 2;
  const upper = farthest(superiority, canary, baseline, tail);
  const lower = 1 - farthest(1 - superiority, canary, baseline, tail);
  return {
    superiority,
    delta: 2 * superiority - 1,
    deltaLower: 2 * lower - 1,
    deltaUpper: 2 * upper - 1,
  };
}

/** The greatest θ that the estimate is compatible with. */
function farthest(estimate: number, canary: number, baseline: number, tail: number): number {
  const others = (canary + baseline) / 2 - 1;
  let [compatible, tooFar] = [estimate, 1];
  for (let step = 0; step < bisections; step += 1) {
    const theta = (compatible + tooFar) / 2;
    const shape = 1 + (others * (1 - theta)) / (2 - theta) + (others * theta) / (1 + theta);
    const deviation = Math.sqrt((theta * (1 - theta) * shape) / (canary * baseline));
    if (normalTail((theta - estimate) / deviation) > tail) compatible = theta;
    else tooFar = theta;
  }
  return (compatible + tooFar) / 2;
}
