import { Context } from '@temporalio/activity';
import { type Conclusion, concludeAnalysis } from '../domain/analysis/conclude.ts';
import type { Look } from '../domain/analysis/judge-look.ts';
import type { PastAnalysis, PastVerdict } from '../domain/analysis/past.ts';
import { summarize } from '../domain/analysis/summarize.ts';
import type { Outcome } from '../domain/judge/outcome.ts';
import type { Ports } from './ports/index.ts';
import { takeLook } from './take-look.ts';

/**
 * Takes the looks that a stage would have taken over a time that has passed, and says what they
 * would have come to. Nothing is recorded, and no release hears of it.
 */
export function createAnalysePast(ports: Pick<Ports, 'metrics'>) {
  return async function analysePast(order: PastAnalysis): Promise<PastVerdict> {
    const context = Context.current();
    const { schedule } = order.analysis;
    const fromMs = order.observed.fromMs + schedule.initialDelayMs;
    const looks: Outcome[] = [];
    let last: Look | null = null;
    let conclusion: Conclusion | null = null;
    while (conclusion === null) {
      context.heartbeat();
      const untilMs = fromMs + schedule.intervalMs * (looks.length + 1);
      if (untilMs > order.observed.untilMs) {
        conclusion = concludeAnalysis(looks, schedule, 'out-of-data');
        continue;
      }
      const signal = context.cancellationSignal;
      last = await takeLook(ports, { ...order, observed: { fromMs, untilMs }, signal });
      looks.push(last.outcome);
      conclusion = concludeAnalysis(looks, schedule);
    }
    return { ...summarize(conclusion, looks, last), seenUntilMs: last?.observed.untilMs ?? null };
  };
}
