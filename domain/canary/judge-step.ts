import type { TrafficCounters } from '../deployment/deployment.ts';
import type { Judgement } from '../gate/gate.ts';
import { verdictOf, worstOf } from '../judge/outcome.ts';
import type { CanaryThresholds } from '../plan/policy.ts';
import { compareProportions } from './compare-proportions.ts';
import { answersSlowerThan, latencyQuantile } from './latency-quantile.ts';
import type { CanaryReport, CanarySide } from './report.ts';

export type StepObservation = {
  /** What served before, over the observation; null when nothing did. */
  readonly baseline: TrafficCounters | null;
  readonly canary: TrafficCounters | null;
  readonly thresholds: CanaryThresholds;
};

export type StepJudgement = Judgement & { readonly report: CanaryReport };

/**
 * Compares a canary with what served beside it. Harm is a difference above the tolerance that is
 * also significant; then the verdict is `fail`, before the step is over too. A difference above the
 * tolerance that may be chance, too few requests on a side, and counters that cannot be read are
 * `inconclusive`.
 */
export function judgeStep({ baseline, canary, thresholds }: StepObservation): StepJudgement {
  const report = reportOf(baseline, canary);
  const few =
    tooFew('What served before', baseline, thresholds) ?? tooFew('The canary', canary, thresholds);
  if (few !== null || baseline === null || canary === null) {
    return { verdict: 'inconclusive', reason: few ?? 'There is nothing to compare.', report };
  }
  const findings = [
    judgeFailures(baseline, canary, thresholds, report),
    judgeLatency(baseline, canary, thresholds, report),
  ];
  const verdict = verdictOf(worstOf(findings.map((finding) => finding.verdict)));
  const all = findings.map((finding) => finding.reason).join(' ');
  const worst = findings.find((finding) => finding.verdict === verdict);
  return { verdict, reason: verdict === 'pass' ? all : (worst?.reason ?? all), report };
}

function reportOf(baseline: TrafficCounters | null, canary: TrafficCounters | null): CanaryReport {
  const sides = { baseline: sideOf(baseline), canary: sideOf(canary) };
  const [before, now] = [sides.baseline, sides.canary];
  const comparable = before.p95Ms !== null && before.p95Ms > 0 && now.p95Ms !== null;
  return {
    ...sides,
    failureRateP: compareProportions(
      { hits: now.failures, of: now.requests },
      { hits: before.failures, of: before.requests },
    ),
    latencyRatio: comparable ? (now.p95Ms ?? 0) / (before.p95Ms ?? 1) : null,
  };
}

function sideOf(counters: TrafficCounters | null): CanarySide {
  if (!isReadable(counters)) return { requests: 0, failures: 0, p95Ms: null };
  const { requests, failures, latencyBuckets } = counters;
  return { requests, failures, p95Ms: latencyQuantile(latencyBuckets, 0.95)?.ms ?? null };
}

/** NaN stands for counters that shrank; on its way through JSON it becomes null. */
function isReadable(counters: TrafficCounters | null): counters is TrafficCounters {
  return counters !== null && [counters.requests, counters.failures].every(Number.isFinite);
}

function tooFew(
  who: string,
  counters: TrafficCounters | null,
  { minimumRequests }: CanaryThresholds,
): string | null {
  if (counters === null) return `${who} has no counters.`;
  if (!isReadable(counters))
    return `${who} has counters that cannot be compared with the ones before.`;
  if (counters.requests >= minimumRequests) return null;
  return `${who} had ${counters.requests} requests; ${minimumRequests} are the least that count.`;
}

function judgeFailures(
  baseline: TrafficCounters,
  canary: TrafficCounters,
  { alpha, maximumFailureRateIncrease }: CanaryThresholds,
  { failureRateP }: CanaryReport,
): Judgement {
  const increase = canary.failures / canary.requests - baseline.failures / baseline.requests;
  const reason =
    `Of the canary's ${canary.requests} requests ${canary.failures} failed, of the ` +
    `${baseline.requests} beside it ${baseline.failures}${shownP(failureRateP)}.`;
  if (increase <= maximumFailureRateIncrease) return { verdict: 'pass', reason };
  if (failureRateP !== null && failureRateP < alpha) return { verdict: 'fail', reason };
  return { verdict: 'inconclusive', reason: `${reason} That may be chance.` };
}

/**
 * The ratio of the 95th percentiles, with the same test over how many answers were slower than that
 * of the baseline: percentiles of few requests swing by themselves.
 */
function judgeLatency(
  baseline: TrafficCounters,
  canary: TrafficCounters,
  { alpha, maximumLatencyRatio, toleratedLatencyIncreaseMs }: CanaryThresholds,
  { latencyRatio }: CanaryReport,
): Judgement {
  const before = latencyQuantile(baseline.latencyBuckets, 0.95);
  const now = latencyQuantile(canary.latencyBuckets, 0.95);
  if (before === null || now === null || before.beyond || latencyRatio === null) {
    return { verdict: 'inconclusive', reason: 'The latencies cannot be compared.' };
  }
  const ratio = latencyRatio.toFixed(2);
  const reason = `Its p95 latency was ${Math.round(now.ms)} ms, ${ratio} times the one beside it`;
  const small = !now.beyond && now.ms - before.ms < toleratedLatencyIncreaseMs;
  if (small || latencyRatio <= maximumLatencyRatio) {
    if (!now.beyond) return { verdict: 'pass', reason: `${reason}.` };
    return { verdict: 'inconclusive', reason: `${reason} or more: it is past the last bucket.` };
  }
  const p = compareSlowness(baseline, canary, before.ms);
  if (p !== null && p < alpha) return { verdict: 'fail', reason: `${reason}${shownP(p)}.` };
  return { verdict: 'inconclusive', reason: `${reason}${shownP(p)}. That may be chance.` };
}

function compareSlowness(baseline: TrafficCounters, canary: TrafficCounters, ms: number) {
  const slowBefore = answersSlowerThan(baseline.latencyBuckets, ms);
  const slowNow = answersSlowerThan(canary.latencyBuckets, ms);
  if (slowBefore === null || slowNow === null) return null;
  return compareProportions(
    { hits: slowNow, of: canary.latencyBuckets.at(-1)?.count ?? 0 },
    { hits: slowBefore, of: baseline.latencyBuckets.at(-1)?.count ?? 0 },
  );
}

function shownP(p: number | null): string {
  if (p === null) return '';
  return p < 0.0001 ? ' (p < 0.0001)' : ` (p = ${p.toFixed(4)})`;
}
