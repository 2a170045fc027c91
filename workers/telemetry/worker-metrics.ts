import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What a worker counts, beside what Temporal's SDK counts itself. */
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

const appendBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const lagBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const actionBuckets = [0.05, 0.25, 1, 2.5, 5, 15, 30, 60, 120, 300, 900, 1_800];

/**
 * Labels are names that the code knows (steps, operations, outcomes). Releases, people and tools'
 * words are never labels: their number has no bound.
 */
export function createWorkerMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    appendSeconds: new Histogram({
      name: 'tidegate_ledger_append_seconds',
      help: 'How long appending to the ledger takes.',
      labelNames: ['operation', 'outcome'] as const,
      buckets: appendBuckets,
      registers,
    }),
    outboxLagSeconds: new Histogram({
      name: 'tidegate_outbox_lag_seconds',
      help: 'Time from the oldest fact of each batch until it is in the ledger.',
      buckets: lagBuckets,
      registers,
    }),
    stepSeconds: new Histogram({
      name: 'tidegate_step_seconds',
      help: 'How long a try of a step takes; acts=true are those that act on a tool.',
      labelNames: ['step', 'acts', 'outcome'] as const,
      buckets: actionBuckets,
      registers,
    }),
    refusedMessages: new Counter({
      name: 'tidegate_refused_messages_total',
      help: 'Statements and signals that releases refused, by the way they came and why.',
      labelNames: ['signal', 'code'] as const,
      registers,
    }),
  };
}
