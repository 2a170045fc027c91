import { countersDelta } from '../canary/counters-delta.ts';
import { latencyQuantile } from '../canary/latency-quantile.ts';
import type { TrafficCounters } from '../deployment/deployment.ts';
import type { ObservedTime, Point, Series } from '../judge/metric.ts';
import { pointTimes } from './point-times.ts';
import type { GatewayMeasure } from './policy.ts';

/** Counters of all versions of a place, as they were read at one time. */
export type CountersAt = { readonly atMs: number; readonly counters: readonly TrafficCounters[] };

type Asked = {
  readonly digest: string;
  readonly measure: GatewayMeasure;
  readonly observed: ObservedTime;
  readonly stepMs: number;
};

/**
 * What a version did, from readings of counters that only grow: a point for every step of which
 * both ends were read. An end may have been read up to half a step before; where it was not, there
 * is no point, and the hole is the judge's to see. A share of no requests is NaN, as it is in
 * Prometheus, and so is what counters say that shrank.
 */
export function seriesOfCounters(readings: readonly CountersAt[], asked: Asked): Series {
  const { digest, observed, stepMs } = asked;
  const known = readings.filter(({ counters }) => counters.some((each) => each.digest === digest));
  if (known.length === 0) return { state: 'missing' };
  const inOrder = readings.toSorted((one, other) => one.atMs - other.atMs);
  const points = pointTimes(observed, stepMs).flatMap((atMs): readonly Point[] => {
    const end = readingAt(inOrder, atMs, stepMs);
    const start = readingAt(inOrder, atMs - stepMs, stepMs);
    if (end === undefined || start === undefined || end.atMs <= start.atMs) return [];
    const delta = countersDelta(start.counters, end.counters).find(
      (each) => each.digest === digest,
    );
    // Before the route has seen the version there is nothing to say of it.
    return delta === undefined
      ? []
      : [{ atMs, value: measured(asked.measure, delta, end.atMs - start.atMs) }];
  });
  return { state: 'read', points, isTruncated: false };
}

/** The latest reading up to that time, unless it is older than half a step. */
function readingAt(
  inOrder: readonly CountersAt[],
  atMs: number,
  stepMs: number,
): CountersAt | undefined {
  const latest = inOrder.findLast((reading) => reading.atMs <= atMs);
  return latest === undefined || atMs - latest.atMs > stepMs / 2 ? undefined : latest;
}

function measured(measure: GatewayMeasure, delta: TrafficCounters, overMs: number): number {
  switch (measure) {
    case 'failure-rate':
      return delta.failures / delta.requests;
    case 'requests-per-second':
      return (1000 * delta.requests) / overMs;
    case 'p95-latency-ms':
      return latencyQuantile(delta.latencyBuckets, 0.95)?.ms ?? Number.NaN;
  }
}
