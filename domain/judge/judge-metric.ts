import { effectSize } from './effect-size.ts';
import { estimateShift, middleOf } from './estimate-shift.ts';
import { inspectSeries } from './inspect-series.ts';
import { type Alternative, mannWhitney, smallestRankP } from './mann-whitney.ts';
import type {
  HarmDirection,
  MetricEvidence,
  MetricJudgement,
  MetricReport,
  MetricRules,
  Point,
  SideSummary,
} from './metric.ts';
import { worstOf } from './outcome.ts';
import { rulesProblem } from './rules-problem.ts';

type Finding = Pick<MetricJudgement, 'outcome' | 'reason'>;
type Numbers = Pick<MetricReport, 'test' | 'effect' | 'shift' | 'worseBy' | 'toleratedBy'>;

const alternatives: Readonly<Record<HarmDirection, Alternative>> = {
  increase: 'greater',
  decrease: 'less',
  change: 'two-sided',
};

/** So many points show the shape of a series; a report is kept for years. */
const mostPlotted = 120;

/**
 * Judges one metric of a canary beside its baseline. Harm is a difference in the harmful direction
 * above the tolerance, not too small by Cliff's delta, and significant by the rank test: all three.
 * A difference above the tolerance that may be chance is inconclusive, and so are data that are
 * missing, not numbers, stale, truncated, with holes, or too few; a source that could not be read
 * is an error. No point is thrown away as an outlier: ranks bear them.
 *
 * Two series without any variation are data: their difference is certain, so the tolerance alone
 * judges it. A rank test does not see harm that meets few points only; that is what error rates and
 * high quantiles as metrics of their own are for.
 */
export function judgeMetric(rules: MetricRules, evidence: MetricEvidence): MetricJudgement {
  const { observed } = evidence;
  const baseline = inspectSeries('The baseline', evidence.baseline, observed, rules);
  const canary = inspectSeries('The canary', evidence.canary, observed, rules);
  const before = baseline.points.map(({ value }) => value);
  const now = canary.points.map(({ value }) => value);
  const wrong = rulesProblem(rules, observed);
  const problems = [
    wrong === null ? null : ({ outcome: 'error', reason: wrong } as const),
    baseline.problem,
    canary.problem,
    tooFewToEverShow(rules, now.length, before.length),
  ].filter((problem) => problem !== null);
  const sides = { rules, baseline: summarize(baseline.points), canary: summarize(canary.points) };
  if (problems.length > 0) {
    const reason = problems.map((problem) => problem.reason).join(' ');
    const outcome = worstOf(problems.map((problem) => problem.outcome));
    return { outcome, reason, report: { ...sides, ...noNumbers } };
  }
  const numbers = compute(rules, now, before, sides);
  return { ...decide(rules, numbers), report: { ...sides, ...numbers } };
}

const noNumbers: Numbers = {
  test: null,
  effect: null,
  shift: null,
  worseBy: null,
  toleratedBy: null,
};

function tooFewToEverShow(rules: MetricRules, canary: number, baseline: number): Finding | null {
  if (canary === 0 || baseline === 0) return null;
  // From nine points on either side the smallest p is far below any level that is in use.
  if (Math.min(canary, baseline) > 8) return null;
  const least = smallestRankP(canary, baseline, alternatives[rules.harm]);
  if (least < rules.alpha) return null;
  const reason = `So few points prove nothing: p is ${shown(least)} or more, not ${rules.alpha}.`;
  return { outcome: 'inconclusive', reason };
}

function summarize(points: readonly Point[]): SideSummary {
  const values = points.map(({ value }) => value).toSorted((one, other) => one - other);
  const median = middleOf(values);
  // Around the median, so that the mean of equal values is exactly that value.
  const mean = median + values.reduce((sum, value) => sum + (value - median) / values.length, 0);
  const stride = Math.max(1, Math.ceil(points.length / mostPlotted));
  return {
    points: points.length,
    median: values.length > 0 ? median : null,
    mean: values.length > 0 ? mean : null,
    plot: points.filter((_, index) => index % stride === 0),
  };
}

function compute(
  rules: MetricRules,
  now: readonly number[],
  before: readonly number[],
  sides: { readonly baseline: SideSummary; readonly canary: SideSummary },
): Numbers {
  const confidence = rules.harm === 'change' ? 1 - rules.alpha : 1 - 2 * rules.alpha;
  const areConstant = new Set(now).size === 1 && new Set(before).size === 1;
  const test = areConstant ? null : mannWhitney(now, before, alternatives[rules.harm]);
  const shift = estimateShift(now, before, confidence);
  const byMean = (sides.canary.mean ?? 0) - (sides.baseline.mean ?? 0);
  const toleratedByShare = rules.toleratedShare * Math.abs(sides.baseline.median ?? 0);
  return {
    test,
    effect: test === null ? null : effectSize(test.u, now.length, before.length, confidence),
    shift,
    // Where most values are equal the median does not move; where few are far off the mean does.
    worseBy: Math.max(inHarm(rules.harm, shift.estimate), inHarm(rules.harm, byMean)),
    toleratedBy: Math.max(rules.toleratedShift, toleratedByShare),
  };
}

/** Greater is worse. */
function inHarm(harm: HarmDirection, difference: number): number {
  if (harm === 'change') return Math.abs(difference);
  return harm === 'increase' ? difference : -difference;
}

function decide(rules: MetricRules, { test, effect, worseBy, toleratedBy }: Numbers): Finding {
  const [by, tolerated] = [worseBy ?? Number.NaN, toleratedBy ?? Number.NaN];
  if (!Number.isFinite(by) || !Number.isFinite(tolerated)) {
    return { outcome: 'error', reason: 'The values are too large to be compared.' };
  }
  const said = `The canary is worse by ${shown(by)}; ${shown(tolerated)} is tolerated.`;
  if (by <= tolerated) return { outcome: 'pass', reason: said };
  if (test === null || effect === null) {
    return { outcome: 'fail', reason: `${said} Neither side varies at all.` };
  }
  const delta = inHarm(rules.harm, effect.delta);
  const proof = `Cliff's delta is ${shown(delta)}, p is ${shown(test.p)}.`;
  if (delta < rules.minimumDelta) {
    const reason = `Below a delta of ${rules.minimumDelta} it is too small to matter.`;
    return { outcome: 'pass', reason: `${said} ${proof} ${reason}` };
  }
  if (test.p < rules.alpha) return { outcome: 'fail', reason: `${said} ${proof}` };
  return { outcome: 'inconclusive', reason: `${said} ${proof} That may be chance.` };
}

function shown(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}
