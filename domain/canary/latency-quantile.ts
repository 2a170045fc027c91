import type { TrafficCounters } from '../deployment/deployment.ts';

type Buckets = TrafficCounters['latencyBuckets'];

/**
 * A quantile of latency. `beyond`: it lies past the last finite bound, so the real one is greater.
 */
export type Quantile = { readonly ms: number; readonly beyond: boolean };

/**
 * The latency that a share of the answers stayed within, interpolated linearly inside its bucket as
 * Prometheus' `histogram_quantile` does. Null without answers or without a finite bound.
 */
export function latencyQuantile(buckets: Buckets, share: number): Quantile | null {
  const total = buckets.at(-1)?.count ?? 0;
  if (!(total > 0)) return null;
  const rank = share * total;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const bucket = buckets[index];
  const below = buckets[index - 1];
  if (bucket === undefined) return null;
  const lowerMs = below?.leMs ?? 0;
  if (bucket.leMs === null) return below === undefined ? null : { ms: lowerMs, beyond: true };
  const lowerCount = below?.count ?? 0;
  const within = bucket.count - lowerCount;
  const part = within > 0 ? (rank - lowerCount) / within : 1;
  return { ms: lowerMs + (bucket.leMs - lowerMs) * part, beyond: false };
}

/** The histogram of several versions. Empty where they were counted by different bounds. */
export function sumOfBuckets(
  versions: readonly Pick<TrafficCounters, 'latencyBuckets'>[],
): Buckets {
  const [first, ...others] = versions.map(({ latencyBuckets }) => latencyBuckets);
  if (first === undefined) return [];
  return others.reduce((sum, buckets) => {
    const isAlike =
      sum.length === buckets.length && sum.every(({ leMs }, at) => leMs === buckets[at]?.leMs);
    if (!isAlike) return [];
    return sum.map(({ leMs, count }, at) => ({ leMs, count: count + (buckets[at]?.count ?? 0) }));
  }, first);
}

/**
 * How many answers took longer than the first bound at or above `ms`; null when no finite bound is.
 */
export function answersSlowerThan(buckets: Buckets, ms: number): number | null {
  const bucket = buckets.find(({ leMs }) => leMs !== null && leMs >= ms);
  const total = buckets.at(-1)?.count;
  return bucket === undefined || total === undefined ? null : total - bucket.count;
}
