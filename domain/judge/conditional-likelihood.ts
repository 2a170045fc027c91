const { exp, log, max, min } = Math;

/** So many requests, and how many of them failed. */
export type Trials = { readonly requests: number; readonly failures: number };

/**
 * The natural logarithm of how much more likely the split of the failures between canary and
 * baseline is under each of the odds ratios than under `toleratedOddsRatio`, given the requests of
 * both sides and the failures of both together (Fisher's noncentral hypergeometric distribution;
 * Fisher, Journal of the Royal Statistical Society 98, 1935; McCullagh and Nelder, Generalized
 * Linear Models, 2nd edition, section 7.3). How often requests fail on both sides alike does not
 * matter.
 *
 * A look without failures, with nothing but failures, or with requests of one side only says
 * nothing: 0 for each.
 */
export function logConditionalRatios(
  canary: Trials,
  baseline: Trials,
  oddsRatios: readonly number[],
  toleratedOddsRatio: number,
): readonly number[] {
  const failures = canary.failures + baseline.failures;
  const fewest = max(0, failures - baseline.requests);
  const most = min(canary.requests, failures);
  if (fewest === most) return oddsRatios.map(() => 0);
  const logWeights = [0];
  for (let k = fewest; k < most; k += 1) {
    const up = (canary.requests - k) * (failures - k);
    const down = (k + 1) * (baseline.requests - failures + k + 1);
    logWeights.push((logWeights.at(-1) ?? 0) + log(up / down));
  }
  const above = canary.failures - fewest;
  const logLikelihood = (oddsRatio: number) => {
    const logOdds = log(oddsRatio);
    return above * logOdds - logSumOfExp(logWeights.map((weight, k) => weight + k * logOdds));
  };
  const tolerated = logLikelihood(toleratedOddsRatio);
  return oddsRatios.map((oddsRatio) => logLikelihood(oddsRatio) - tolerated);
}

/** ln Σ exp(x), without overflow. */
export function logSumOfExp(logs: readonly number[]): number {
  const greatest = logs.reduce((one, other) => max(one, other));
  return greatest + log(logs.reduce((sum, each) => sum + exp(each - greatest), 0));
}
