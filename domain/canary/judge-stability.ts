import type { TrafficCounters } from '../deployment/deployment.ts';
import type { StabilizePolicy } from '../plan/policy.ts';
import type { Verdict } from '../release/event.ts';

export type StabilityVerdict = { readonly verdict: Verdict; readonly reason: string };

/**
 * Whether what users met stays within the thresholds of the stabilization period. Too few requests
 * of any component are inconclusive: silence is no proof of health.
 */
export function judgeStability(
  observed: readonly {
    readonly component: string;
    readonly counters: readonly TrafficCounters[];
  }[],
  policy: Pick<StabilizePolicy, 'maximumFailureRate' | 'minimumRequests'>,
): StabilityVerdict {
  const sums = observed.map(({ component, counters }) => ({
    component,
    requests: counters.reduce((sum, version) => sum + version.requests, 0),
    failures: counters.reduce((sum, version) => sum + version.failures, 0),
  }));
  const enough = sums.filter(({ requests }) => requests >= policy.minimumRequests);
  const broken = enough.filter(
    ({ requests, failures }) => failures / requests > policy.maximumFailureRate,
  );
  if (broken.length > 0) {
    const rates = broken.map(
      ({ component, requests, failures }) => `${component} failed ${failures} of ${requests}`,
    );
    return {
      verdict: 'fail',
      reason: `${rates.join(', ')}; at most ${percent(policy.maximumFailureRate)} may fail.`,
    };
  }
  if (enough.length < sums.length) {
    const few = sums.filter(({ requests }) => !(requests >= policy.minimumRequests));
    const counts = few.map(({ component, requests }) => `${component} had ${requests}`);
    const needed = `at least ${policy.minimumRequests} are needed to judge`;
    return { verdict: 'inconclusive', reason: `${counts.join(', ')} requests; ${needed}.` };
  }
  return {
    verdict: 'pass',
    reason: `All ${sums.length} components stayed within their thresholds.`,
  };
}

function percent(rate: number): string {
  return `${Math.round(rate * 10_000) / 100} %`;
}
