import { z } from 'zod';
import type { TrafficCounters } from '../../../domain/deployment/deployment.ts';

/** Upper bounds of the latency buckets; the last bucket has none. */
export const LATENCY_BOUNDS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000,
] as const;

/** What has been counted of one version at one route, as it is kept over restarts. */
export const counterShape = z.object({
  digest: z.string(),
  version: z.string(),
  requests: z.int(),
  failures: z.int(),
  /** Answers by bucket, not cumulative; one more than there are bounds. */
  answersByBucket: z.array(z.int()).length(LATENCY_BOUNDS_MS.length + 1),
  answerMs: z.number(),
});

export type Counter = z.infer<typeof counterShape>;
export type CounterRecord = Readonly<Counter>;

/** What became of one request. `durationMs` is null when no whole answer was given. */
export type RequestOutcome = { readonly failed: boolean; readonly durationMs: number | null };

type Version = { readonly digest: string; readonly version: string };

/** The counter of a version among those of its route; a new one where it has none yet. */
export function counterOf(counters: Counter[], { digest, version }: Version): Counter {
  const known = counters.find((counter) => counter.digest === digest);
  if (known !== undefined) return known;
  const answersByBucket = [...LATENCY_BOUNDS_MS, null].map(() => 0);
  const counter = { digest, version, requests: 0, failures: 0, answersByBucket, answerMs: 0 };
  counters.push(counter);
  return counter;
}

/** Adds one request. */
export function countRequest(counter: Counter, { failed, durationMs }: RequestOutcome): void {
  counter.requests += 1;
  if (failed) counter.failures += 1;
  if (durationMs === null) return;
  const bucket = LATENCY_BOUNDS_MS.findIndex((bound) => durationMs <= bound);
  const index = bucket === -1 ? LATENCY_BOUNDS_MS.length : bucket;
  counter.answersByBucket[index] = (counter.answersByBucket[index] ?? 0) + 1;
  counter.answerMs += durationMs;
}

/** What was counted, in the words of the port: its buckets are cumulative. */
export function countersOf({
  digest,
  requests,
  failures,
  answersByBucket,
}: CounterRecord): TrafficCounters {
  let answers = 0;
  const latencyBuckets = answersByBucket.map((count, index) => {
    answers += count;
    return { leMs: LATENCY_BOUNDS_MS[index] ?? null, count: answers };
  });
  return { digest, requests, failures, latencyBuckets };
}
