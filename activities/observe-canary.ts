import { Context } from '@temporalio/activity';
import {
  isCertainHarm,
  sequentialFigures,
  type WatchedComponent,
  watchComponents,
  watchOf,
} from '../domain/canary/certain-harm.ts';
import { countersDelta, lastKnown } from '../domain/canary/counters-delta.ts';
import { judgeStep } from '../domain/canary/judge-step.ts';
import type { SequentialFigures } from '../domain/canary/report.ts';
import type { TrafficCounters } from '../domain/deployment/deployment.ts';
import { alwaysValidP } from '../domain/judge/watch-for-harm.ts';
import type { CanaryStep, CanaryThresholds } from '../domain/plan/policy.ts';
import { pauseForReal } from './pause.ts';
import type { Ports } from './ports/index.ts';
import type { Step } from './step.ts';
import { progressOfStep } from './tell-progress.ts';

export type CanaryObservation = {
  readonly component: string;
  /** Counters of what served before, over the observation; null when nothing did. */
  readonly baseline: TrafficCounters | null;
  readonly canary: TrafficCounters | null;
  /** What all looks together said of its failures. Absent in what an older worker saw. */
  readonly sequential?: SequentialFigures;
};

type ObserveStep = Step & {
  readonly environment: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly weights: CanaryStep;
  readonly thresholds: CanaryThresholds;
  /**
   * What the observation of an earlier step saw of the baseline; used where the baseline gets
   * nobody any more.
   */
  readonly reference: readonly CanaryObservation[] | null;
};

type CountersByComponent = Readonly<Record<string, readonly TrafficCounters[]>>;

type Started = { readonly at: number; readonly counters: CountersByComponent };

/** How far an observation has come, as it travels in the heartbeat. */
type Observed = Started & {
  /** Absent where a worker of an earlier version began. */
  readonly latest?: {
    readonly counters: CountersByComponent;
    readonly watched: readonly WatchedComponent[];
  };
};

type Sight = {
  readonly at: number;
  readonly elapsedMs: number;
  readonly watched: readonly WatchedComponent[];
};

const sampleEveryMs = 500;

/**
 * Watches the candidates and what served before side by side at one division of users. Ends when
 * the time is over and each side has enough requests, when patience is, or early when harm is
 * certain. A retried attempt goes on from where the first one began, with what its looks said of
 * harm, because both travel in the heartbeat.
 */
export function createObserveCanary(
  ports: Pick<Ports, 'traffic' | 'clock' | 'pause' | 'progress'>,
) {
  const { traffic, clock, pause = pauseForReal } = ports;
  return async function observeCanary(step: ObserveStep): Promise<readonly CanaryObservation[]> {
    const context = Context.current();
    const known = context.info.heartbeatDetails as Observed | undefined;
    const started = known ?? { at: clock().getTime(), counters: await read(traffic, step) };
    let latest = known?.latest ?? { counters: started.counters, watched: [] };
    const longestMs = Math.max(step.weights.patienceMs, step.weights.observeMs);
    const mostLooks = Math.ceil(longestMs / sampleEveryMs) + 1;
    for (;;) {
      const observed: Observed = { at: started.at, counters: started.counters, latest };
      context.heartbeat(observed);
      const counters = await read(traffic, step);
      const observations = compare(step, started, counters);
      const since = besideEachOther(step, latest.counters, counters);
      const watched = watchComponents(latest.watched, since, step.thresholds);
      latest = { counters: keepVanished(latest.counters, counters), watched };
      const elapsedMs = clock().getTime() - started.at;
      tellObserved(ports, step, { ...started, elapsedMs, watched }, observations);
      if (isCertainHarm(observations, step.thresholds, mostLooks, watched)) {
        return withFigures(observations, watched);
      }
      const decided = observations.every(
        ({ baseline, canary }) =>
          judgeStep({ baseline, canary, thresholds: step.thresholds }).verdict !== 'inconclusive',
      );
      const isOver = elapsedMs >= longestMs || (elapsedMs >= step.weights.observeMs && decided);
      if (isOver) return withFigures(observations, watched);
      const goalMs = elapsedMs < step.weights.observeMs ? step.weights.observeMs : longestMs;
      await pause({
        untilNextLookMs: sampleEveryMs,
        untilDecidedMs: goalMs - elapsedMs,
        signal: context.cancellationSignal,
      });
    }
  };
}

function withFigures(
  observations: readonly CanaryObservation[],
  watched: readonly WatchedComponent[],
): readonly CanaryObservation[] {
  return observations.map((observation) => {
    const sequential = sequentialFigures(watched, observation.component);
    return sequential === undefined ? observation : { ...observation, sequential };
  });
}

/** Says of each candidate how many requests it had of those that are needed, and how they ended. */
function tellObserved(
  ports: Pick<Ports, 'progress'>,
  step: ObserveStep,
  { at, elapsedMs, watched }: Sight,
  observations: readonly CanaryObservation[],
): void {
  const tell = progressOfStep(ports, step);
  const { observeMs, weightPercent } = step.weights;
  const { minimumRequests } = step.thresholds;
  for (const { component, baseline, canary } of observations) {
    const requests = canary?.requests ?? 0;
    const watch = watchOf(watched, component);
    tell(component, {
      step: `at ${weightPercent} % of users`,
      share: Math.min(1, shareOf(elapsedMs, observeMs), shareOf(requests, minimumRequests)),
      counters: {
        requests,
        requestsNeeded: minimumRequests,
        ...(requests > 0 ? { failureRate: (canary?.failures ?? 0) / requests } : {}),
        requestsBeside: baseline?.requests ?? 0,
        ...(watch === undefined ? {} : { harmP: alwaysValidP(watch) }),
      },
      endsAt: new Date(at + observeMs).toISOString(),
    });
  }
}

/** How much of it has been reached; all, where nothing is asked for. */
function shareOf(reached: number, needed: number): number {
  return needed === 0 ? 1 : reached / needed;
}

async function read(
  traffic: Ports['traffic'],
  step: ObserveStep,
): Promise<Record<string, readonly TrafficCounters[]>> {
  const counters: Record<string, readonly TrafficCounters[]> = {};
  for (const component of Object.keys(step.digests)) {
    counters[component] = await traffic.counters({ environment: step.environment, component });
  }
  return counters;
}

function compare(
  step: ObserveStep,
  started: Started,
  now: CountersByComponent,
): readonly CanaryObservation[] {
  return besideEachOther(step, started.counters, now).map(({ component, baseline, canary }) => {
    const earlier = step.reference?.find((observation) => observation.component === component);
    const side = step.weights.weightPercent < 100 ? baseline : earlier?.baseline;
    return { component, baseline: side ?? null, canary };
  });
}

function keepVanished(before: CountersByComponent, now: CountersByComponent): CountersByComponent {
  const kept: Record<string, readonly TrafficCounters[]> = {};
  for (const [component, versions] of Object.entries(now)) {
    kept[component] = lastKnown(before[component] ?? [], versions);
  }
  return kept;
}

/** What the candidate and what served before did at the same time, between two readings. */
function besideEachOther(
  step: ObserveStep,
  before: CountersByComponent,
  now: CountersByComponent,
): readonly CanaryObservation[] {
  return Object.entries(step.digests).map(([component, digest]) => {
    const deltas = countersDelta(before[component] ?? [], now[component] ?? []);
    return {
      component,
      baseline: deltas.find((side) => side.digest !== digest && side.requests > 0) ?? null,
      canary: deltas.find((side) => side.digest === digest) ?? null,
    };
  });
}
