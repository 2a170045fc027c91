import { Context } from '@temporalio/activity';
import { countersDelta } from '../domain/canary/counters-delta.ts';
import { judgeStability, type StabilityVerdict } from '../domain/canary/judge-stability.ts';
import type { TrafficCounters } from '../domain/deployment/deployment.ts';
import type { StabilizePolicy } from '../domain/plan/policy.ts';
import { heartbeatWhile } from './heartbeat-while.ts';
import { pauseForReal } from './pause.ts';
import type { Ports } from './ports/index.ts';
import type { Step } from './step.ts';

type WatchStep = Step & {
  readonly environment: string;
  readonly components: readonly string[];
  readonly stabilize: StabilizePolicy;
  /** RFC 3339 instant at which the period ends. */
  readonly until: string;
};

type Counters = Readonly<Record<string, readonly TrafficCounters[]>>;

/**
 * Watches what users meet until the period ends or a threshold is broken. Observing costs no
 * history.
 */
export function createWatchStability({
  traffic,
  clock,
  pause = pauseForReal,
}: Pick<Ports, 'traffic' | 'clock' | 'pause'>) {
  return async function watchStability(step: WatchStep): Promise<StabilityVerdict> {
    const context = Context.current();
    const known = context.info.heartbeatDetails as { counters: Counters } | undefined;
    const started = known ?? { counters: await read(traffic, step) };
    const end = Date.parse(step.until);
    for (;;) {
      context.heartbeat(started);
      const now = await read(traffic, step);
      const verdict = judgeStability(
        step.components.map((component) => ({
          component,
          counters: countersDelta(started.counters[component] ?? [], now[component] ?? []),
        })),
        step.stabilize,
      );
      const leftMs = end - clock().getTime();
      if (verdict.verdict === 'fail' || leftMs <= 0) return verdict;
      const untilNextLookMs = Math.min(leftMs, step.stabilize.observeEveryMs);
      const signal = context.cancellationSignal;
      await heartbeatWhile(
        () => context.heartbeat(started),
        () => pause({ untilNextLookMs, untilDecidedMs: leftMs, signal }),
      );
    }
  };
}

async function read(traffic: Ports['traffic'], step: WatchStep): Promise<Counters> {
  const counters: Record<string, readonly TrafficCounters[]> = {};
  for (const component of step.components) {
    counters[component] = await traffic.counters({ environment: step.environment, component });
  }
  return counters;
}
