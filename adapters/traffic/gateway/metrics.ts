import { AggregatorRegistry } from 'prom-client';
import { LATENCY_BOUNDS_MS } from '../counting/counter.ts';
import type { CountersRecord } from './counters.ts';
import type { RouteView } from './route.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = { readonly value: number; readonly labels: Labels; readonly metricName?: string };

/** What the gateway counted and how it divides, in the text format of Prometheus. */
export async function prometheusText(
  { routes: counted }: CountersRecord,
  routes: readonly RouteView[],
): Promise<string> {
  const counters = Object.entries(counted).flatMap(([route, ofRoute]) =>
    ofRoute.map((counter) => ({ ...counter, labels: labelsOf(route, counter) })),
  );
  const metrics = [
    metric(
      'counter',
      'tidegate_gateway_requests_total',
      'Requests given to a version.',
      counters.map(({ labels, requests }) => ({ labels, value: requests })),
    ),
    metric(
      'counter',
      'tidegate_gateway_failures_total',
      'Requests answered with 500 or above, or not at all.',
      counters.map(({ labels, failures }) => ({ labels, value: failures })),
    ),
    metric(
      'histogram',
      'tidegate_gateway_request_duration_seconds',
      'Time from the request to the end of its answer.',
      counters.flatMap(({ labels, answersByBucket, answerMs }) =>
        histogram(labels, answersByBucket, answerMs),
      ),
    ),
    metric(
      'gauge',
      'tidegate_gateway_share_percent',
      'Share of the requests that a version is given.',
      routes.flatMap((route) =>
        route.record.shares.map((share) => ({
          labels: labelsOf(route.name, share),
          value: share.weightPercent,
        })),
      ),
    ),
  ];
  // The counts come from a file over restarts, which the library's own counters cannot be set to;
  // what it aggregates from other processes takes counts as they are.
  return AggregatorRegistry.aggregate([metrics]).metrics();
}

function metric(
  type: 'counter' | 'gauge' | 'histogram',
  name: string,
  help: string,
  samples: readonly Sample[],
) {
  const values = samples.map((sample) => ({ metricName: name, ...sample }));
  return { name, help, type, values, aggregator: 'sum' };
}

function histogram(
  labels: Labels,
  answersByBucket: readonly number[],
  answerMs: number,
): readonly Sample[] {
  const name = 'tidegate_gateway_request_duration_seconds';
  let answers = 0;
  const buckets = answersByBucket.map((count, index) => {
    answers += count;
    const bound = LATENCY_BOUNDS_MS[index];
    const le = bound === undefined ? '+Inf' : String(bound / 1000);
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: answers };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: answerMs / 1000 },
    { metricName: `${name}_count`, labels, value: answers },
  ];
}

function labelsOf(route: string, version: { digest: string; version: string }): Labels {
  const [environment = '', component = ''] = route.split('/');
  return { environment, component, digest: version.digest, version: version.version };
}
