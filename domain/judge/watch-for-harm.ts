import { logConditionalRatios, logSumOfExp, type Trials } from './conditional-likelihood.ts';

const { exp, log, max } = Math;
const { isSafeInteger } = Number;

/** What both sides did since the look before, counted while both had users. */
export type Look = { readonly canary: Trials; readonly baseline: Trials };

export type HarmBound = {
  /** The probability of ever raising a false alarm, however often and long one looks. */
  readonly alpha: number;
  /** Odds of failing, canary over baseline, that are no harm yet; 1 tolerates no increase. */
  readonly toleratedOddsRatio: number;
};

/** What all looks so far have said. It is plain data: a new run of a workflow goes on with it. */
export type HarmWatch = {
  readonly bound: HarmBound;
  /** ln of the evidence for each of the increases that are looked for. */
  readonly logEvidences: readonly number[];
  /** ln of the greatest evidence that there was at any look. */
  readonly peakLogEvidence: number;
  /** The look at which harm was found, counted from 1; null as long as it was not. */
  readonly foundAtLook: number | null;
  readonly looks: number;
  /** Looks whose numbers are no counts. They say nothing, neither for harm nor against it. */
  readonly unreadableLooks: number;
  readonly canary: Trials;
  readonly baseline: Trials;
};

/**
 * The increases of the odds of failing that are looked for, above the tolerated one. What lies
 * between two of them is found too; less than half of the smallest may never be.
 */
const increases = [1.1, 1.25, 1.5, 2, 3, 5, 10];

export function beginHarmWatch(bound: HarmBound): HarmWatch {
  const nothing = { requests: 0, failures: 0 };
  return {
    bound,
    logEvidences: increases.map(() => 0),
    peakLogEvidence: 0,
    foundAtLook: null,
    looks: 0,
    unreadableLooks: 0,
    canary: nothing,
    baseline: nothing,
  };
}

/**
 * One more look at a canary that may be stopped at any of them: a mixture sequential probability
 * ratio test (Robbins, Annals of Mathematical Statistics 41, 1970) of the odds ratio of two streams
 * of requests that succeed or fail.
 *
 * Each look is compared within itself, given how many failed on both sides together. While the
 * canary fails no more often than is tolerated, the expected likelihood ratio of a look is at most
 * 1, whatever was seen before and however often both sides fail; so the running products and their
 * mean over the increases looked for are a nonnegative supermartingale that starts at 1, and reach
 * 1/alpha with probability alpha at most (Ville, Étude critique de la notion de collectif, 1939).
 * On counts of releases this is told by Lindon and Malek, Anytime-valid inference for multinomial
 * count data (NeurIPS 35, 2022); on e-values of two samples by Turner, Ly and Grünwald, Generic
 * E-variables for exact sequential k-sample tests (Journal of Statistical Planning and Inference
 * 230, 2024).
 *
 * The bound holds for requests that fail independently of each other given their side and look, and
 * for looks whose ends were not chosen by how their own requests went (by the clock or by a number
 * of requests, never "after the next failure"). It says when there is harm and never that there is
 * none: no alarm is no pass. What was found stays found.
 */
export function lookForHarm(watch: HarmWatch, look: Look): HarmWatch {
  const looks = watch.looks + 1;
  if (!isCounted(look.canary) || !isCounted(look.baseline)) {
    return { ...watch, looks, unreadableLooks: watch.unreadableLooks + 1 };
  }
  const canary = add(watch.canary, look.canary);
  const baseline = add(watch.baseline, look.baseline);
  if (look.canary.failures + look.baseline.failures === 0) {
    return { ...watch, looks, canary, baseline };
  }
  const { alpha, toleratedOddsRatio } = watch.bound;
  const oddsRatios = increases.map((increase) => increase * toleratedOddsRatio);
  const ratios = logConditionalRatios(look.canary, look.baseline, oddsRatios, toleratedOddsRatio);
  const logEvidences = watch.logEvidences.map((before, index) => before + (ratios[index] ?? 0));
  const logEvidence = logSumOfExp(logEvidences) - log(increases.length);
  const isFound = logEvidence >= log(1 / alpha);
  return {
    ...watch,
    logEvidences,
    peakLogEvidence: max(watch.peakLogEvidence, logEvidence),
    foundAtLook: watch.foundAtLook ?? (isFound ? looks : null),
    looks,
    canary,
    baseline,
  };
}

/** A p-value that holds however long one looks: 1 over the greatest evidence that there was. */
export function alwaysValidP({ peakLogEvidence }: HarmWatch): number {
  return exp(-peakLogEvidence);
}

function isCounted({ requests, failures }: Trials): boolean {
  const areCounts = [requests, failures].every((n) => isSafeInteger(n) && n >= 0);
  return areCounts && failures <= requests;
}

function add(one: Trials, other: Trials): Trials {
  return {
    requests: one.requests + other.requests,
    failures: one.failures + other.failures,
  };
}
