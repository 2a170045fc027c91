import type { TrafficCounters } from '../deployment/deployment.ts';
import type { StabilizePolicy } from '../plan/policy.ts';
import type { Verdict } from '../release/event.ts';
import { latencyQuantile, sumOfBuckets } from './latency-quantile.ts';

export type StabilityVerdict = { readonly verdict: Verdict; readonly reason: string };

/** What users of a component met, by version. */
export type Met = {
  readonly component: string;
  readonly counters: readonly TrafficCounters[];
};

type Thresholds = Pick<
  StabilizePolicy,
  'maximumFailureRate' | 'minimumRequests' | 'maximumP95LatencyMs'
>;

/**
 * Whether what users met stays within the thresholds of the stabilization period. Too few requests
 * of any component are inconclusive, and so is a latency that cannot be told: silence is no proof
 * of health.
 */
export function judgeStability(observed: readonly Met[], policy: Thresholds): StabilityVerdict {
  const sums = observed.map(({ component, counters }) => ({
    component,
    counters,
    requests: counters.reduce((sum, version) => sum + version.requests, 0),
    failures: counters.reduce((sum, version) => sum + version.failures, 0),
  }));
  const enough = sums.filter(({ requests }) => requests >= policy.minimumRequests);
  const failing = enough.filter(
    ({ requests, failures }) => failures / requests > policy.maximumFailureRate,
  );
  if (failing.length > 0) {
    const rates = failing.map(
      ({ component, requests, failures }) => `${component} failed ${failures} of ${requests}`,
    );
    return {
      verdict: 'fail',
      reason: `${rates.join(', ')}; at most ${percent(policy.maximumFailureRate)} may fail.`,
    };
  }
  const answered = enough.filter(({ requests }) => requests > 0);
  const latency = judgeLatency(answered, policy.maximumP95LatencyMs);
  if (latency?.verdict === 'fail') return latency;
  if (enough.length < sums.length) {
    const few = sums.filter(({ requests }) => !(requests >= policy.minimumRequests));
    const counts = few.map(({ component, requests }) => `${component} had ${requests}`);
    const needed = `at least ${policy.minimumRequests} are needed to judge`;
    return { verdict: 'inconclusive', reason: `${counts.join(', ')} requests; ${needed}.` };
  }
  return latency ?? withinAll(sums.length);
}

/** Null where all are within the bound, or none is stated. */
function judgeLatency(
  observed: readonly Met[],
  maximumMs: number | undefined,
): StabilityVerdict | null {
  if (maximumMs === undefined) return null;
  const found = observed.map(({ component, counters }) => {
    const quantile = latencyQuantile(sumOfBuckets(counters), 0.95);
    return { component, quantile };
  });
  const slow = found.flatMap(({ component, quantile }) => {
    if (quantile === null || !(quantile.ms > maximumMs)) return [];
    const more = quantile.beyond ? 'more than ' : '';
    return [`95 % of what ${component} answered took up to ${more}${Math.round(quantile.ms)} ms`];
  });
  if (slow.length > 0) {
    return { verdict: 'fail', reason: `${slow.join(', ')}; at most ${maximumMs} ms are allowed.` };
  }
  const untold = found.filter(({ quantile }) => quantile === null || quantile.beyond);
  if (untold.length === 0) return null;
  const names = untold.map(({ component }) => component).join(', ');
  const reason = `How long ${names} took to answer cannot be told from its counters.`;
  return { verdict: 'inconclusive', reason };
}

/**
 * The verdict on a watch: on all of it, unless its last stretch breaks a threshold. What goes wrong
 * after a long good time would be lost among everything that went well.
 */
export function judgeWatch(
  whole: readonly Met[],
  lately: readonly Met[],
  policy: StabilizePolicy,
): StabilityVerdict {
  const recent = judgeStability(lately, policy);
  const all = judgeStability(whole, policy);
  if (all.verdict === 'fail' || recent.verdict !== 'fail') return all;
  return { verdict: 'fail', reason: `Lately: ${recent.reason}` };
}

function withinAll(components: number): StabilityVerdict {
  return {
    verdict: 'pass',
    reason: `All ${components} components stayed within their thresholds.`,
  };
}

function percent(rate: number): string {
  return `${Math.round(rate * 10_000) / 100} %`;
}
