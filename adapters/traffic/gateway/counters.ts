import { z } from 'zod';
import { readJson } from '../../durable-state/read-json.ts';
import { writeJson } from '../../durable-state/write-json.ts';
import { counterOf, counterShape, countRequest, type RequestOutcome } from '../counting/counter.ts';

const countersShape = z.object({
  format: z.literal('tidegate/gateway-counters/v1'),
  routes: z.record(z.string(), z.array(counterShape)),
});

export type CountersRecord = Readonly<z.infer<typeof countersShape>>;

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
    count: (route, version, outcome) => {
      const counters = routes.get(route) ?? [];
      routes.set(route, counters);
      changed = true;
      countRequest(counterOf(counters, version), outcome);
    },
    read: () => {
      // One write after the other: an older file must not replace a newer one.
      const next = written.then(write, write);
      written = next.catch(() => {});
      return next;
    },
  };
}
