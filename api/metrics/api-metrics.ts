import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiRecords } from '../records-port.ts';

/** What the API measures of itself and of its releases. */
export type ApiMetrics = ReturnType<typeof createApiMetrics>;

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** However often somebody looks, PostgreSQL counts no more often than this. */
const countEveryMs = 10_000;

/**
 * Labels are names that the code knows (routes, states, kinds, codes). Releases and people are
 * never labels: their number has no bound.
 */
export function createApiMetrics(records: Pick<ApiRecords, 'countReleases'>) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const releases = new Gauge({
    name: 'tidegate_releases',
    help: 'Releases by state, as the ledger knows them.',
    labelNames: ['state'] as const,
    registers,
  });
  const waits = new Gauge({
    name: 'tidegate_open_waits',
    help: 'What open releases wait for, by kind.',
    labelNames: ['kind'] as const,
    registers,
  });
  return {
    /** Everything as Prometheus reads it. */
    text: createText(registry, async () => {
      const counts = await records.countReleases();
      releases.reset();
      waits.reset();
      for (const { name, count } of counts.states) releases.set({ state: name }, count);
      for (const { name, count } of counts.waits) waits.set({ kind: name }, count);
    }),
    contentType: registry.contentType,
    requestSeconds: new Histogram({
      name: 'tidegate_http_request_seconds',
      help: 'How long answers take. Streams are measured by how long they were open.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: requestBuckets,
      registers,
    }),
    statements: new Counter({
      name: 'tidegate_statements_total',
      help: 'Statements of people, by what the release answered: accepted, refused or awaited.',
      labelNames: ['kind', 'outcome', 'code'] as const,
      registers,
    }),
    alerts: new Counter({
      name: 'tidegate_alerts_total',
      help: 'Alerts that were sent: told, not-heeded, no-release or no-address.',
      labelNames: ['status', 'outcome'] as const,
      registers,
    }),
  };
}

/** Counts afresh when the last time is long ago. What cannot be counted keeps its last value. */
function createText(registry: Registry, count: () => Promise<void>): () => Promise<string> {
  let counted = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - counted > countEveryMs) {
      counted = performance.now();
      await count().catch(() => {
        counted = Number.NEGATIVE_INFINITY;
      });
    }
    return registry.metrics();
  };
}
