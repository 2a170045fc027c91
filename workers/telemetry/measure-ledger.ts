import type { Ledger } from '../../activities/ports/records.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import { statementSignals } from '../../workflows/contract.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

/** The same ledger, whose appends are measured. */
export function measureLedger<Given extends Ledger>(
  ledger: Given,
  metrics: WorkerMetrics,
  clock: () => Date,
): Given {
  const counted = createRefusalCounter(metrics);
  const timed = async (
    operation: string,
    release: string,
    facts: readonly ReleaseFact[],
    append: () => Promise<void>,
  ): Promise<void> => {
    const stop = metrics.appendSeconds.startTimer({ operation });
    try {
      await append();
    } catch (error) {
      stop({ outcome: 'failed' });
      throw error;
    }
    stop({ outcome: 'done' });
    const [oldest] = facts;
    if (oldest === undefined) return;
    const lagMs = clock().getTime() - Date.parse(oldest.at);
    metrics.outboxLagSeconds.observe(Math.max(0, lagMs) / 1_000);
    counted(release, facts);
  };
  return {
    ...ledger,
    appendFacts: (release, facts) =>
      facts.length === 0
        ? ledger.appendFacts(release, facts)
        : timed('facts', release, facts, () => ledger.appendFacts(release, facts)),
    appendStep: (release, facts, action) =>
      timed('step', release, facts, () => ledger.appendStep(release, facts, action)),
    appendAction: (release, action) =>
      timed('action', release, [], () => ledger.appendAction(release, action)),
  };
}

/** Releases of which it is known up to where their facts were counted; the oldest are forgotten. */
const rememberedReleases = 5_000;

/** Counts each refusal once, although a batch may be written again. */
function createRefusalCounter({ refusedMessages }: WorkerMetrics) {
  const countedUpTo = new Map<string, number>();
  return (release: string, facts: readonly ReleaseFact[]): void => {
    const before = countedUpTo.get(release) ?? 0;
    for (const { seq, event } of facts) {
      if (seq <= before || event.type !== 'statement.refused') continue;
      refusedMessages.inc({ signal: knownSignal(event.signal), code: event.code });
    }
    countedUpTo.delete(release);
    countedUpTo.set(release, Math.max(before, facts.at(-1)?.seq ?? 0));
    const [oldest] = countedUpTo.keys();
    if (countedUpTo.size > rememberedReleases && oldest !== undefined) countedUpTo.delete(oldest);
  };
}

const ownSignals = new Set([...Object.keys(statementSignals), 'lease-granted', 'cancel']);

/** Whoever reaches Temporal can send signals of any name. */
function knownSignal(signal: string): string {
  return ownSignals.has(signal) ? signal : 'unknown';
}
