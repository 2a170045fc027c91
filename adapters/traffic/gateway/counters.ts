import { z } from 'zod';
import { readJson } from '../../durable-state/read-json.ts';
import { writeJson } from '../../durable-state/write-json.ts';

/** Upper bounds of the latency buckets; the last bucket has none. */
export const LATENCY_BOUNDS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000,
] as const;

const counterShape = z.object({
  digest: z.string(),
  version: z.string(),
  requests: z.int(),
  failures: z.int(),
  /** Answers by bucket, not cumulative; one more than there are bounds. */
  answersByBucket: z.array(z.int()).length(LATENCY_BOUNDS_MS.length + 1),
  answerMs: z.number(),
});

const countersShape = z.object({
  format: z.literal('tidegate/gateway-counters/v1'),
  routes: z.record(z.string(), z.array(counterShape)),
});

type Counter = z.infer<typeof counterShape>;
export type CounterRecord = Readonly<Counter>;
export type CountersRecord = Readonly<z.infer<typeof countersShape>>;

/** What became of one request. `durationMs` is null when no whole answer was given. */
export type RequestOutcome = { readonly failed: boolean; readonly durationMs: number | null };

export type Counters = {
  readonly count: (
    route: string,
    version: { readonly digest: string; readonly version: string },
    outcome: RequestOutcome,
  ) => void;
  /**
   * All counters as they are, once they are on the disk: what anyone has ever read is never taken
   * back by a crash, so for every reader they only grow.
   */
  readonly read: () => Promise<CountersRecord>;
};

/** Counters by route and digest, continued from the file. */
export async function openCounters(path: string): Promise<Counters> {
  const kept = await readJson(path, countersShape);
  const routes = new Map(Object.entries(kept?.routes ?? {}));
  let changed = false;
  let written: Promise<unknown> = Promise.resolve();

  function counterOf(route: string, digest: string, version: string): Counter {
    const counters = routes.get(route) ?? [];
    routes.set(route, counters);
    const known = counters.find((counter) => counter.digest === digest);
    if (known !== undefined) return known;
    const answersByBucket = [...LATENCY_BOUNDS_MS, null].map(() => 0);
    const counter = { digest, version, requests: 0, failures: 0, answersByBucket, answerMs: 0 };
    counters.push(counter);
    return counter;
  }

  async function write(): Promise<CountersRecord> {
    const snapshot: CountersRecord = structuredClone({
      format: 'tidegate/gateway-counters/v1',
      routes: Object.fromEntries(routes),
    });
    if (changed) {
      changed = false;
      try {
        await writeJson(path, snapshot);
      } catch (error) {
        changed = true;
        throw error;
      }
    }
    return snapshot;
  }

  return {
    count: (route, { digest, version }, { failed, durationMs }) => {
      const counter = counterOf(route, digest, version);
      changed = true;
      counter.requests += 1;
      if (failed) counter.failures += 1;
      if (durationMs === null) return;
      const bucket = LATENCY_BOUNDS_MS.findIndex((bound) => durationMs <= bound);
      const index = bucket === -1 ? LATENCY_BOUNDS_MS.length : bucket;
      counter.answersByBucket[index] = (counter.answersByBucket[index] ?? 0) + 1;
      counter.answerMs += durationMs;
    },
    read: () => {
      // One write after the other: an older file must not replace a newer one.
      const next = written.then(write, write);
      written = next.catch(() => {});
      return next;
    },
  };
}
