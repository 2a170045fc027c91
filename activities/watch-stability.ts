import { Context } from '@temporalio/activity';
import type { Sighting } from '../domain/alert/is-steady.ts';
import { countersDelta } from '../domain/canary/counters-delta.ts';
import { judgeWatch, type Met, type StabilityVerdict } from '../domain/canary/judge-stability.ts';
import { judgeSteadily } from '../domain/canary/judge-steadily.ts';
import { addLook, type Look, lookBack, usualRecentMs } from '../domain/canary/recent-looks.ts';
import type { TrafficCounters } from '../domain/deployment/deployment.ts';
import type { StabilizePolicy } from '../domain/plan/policy.ts';
import { heartbeatWhile } from './heartbeat-while.ts';
import { pauseForReal } from './pause.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { Step } from './step.ts';
import { progressOfStep } from './tell-progress.ts';

type WatchStep = Step & {
  readonly environment: string;
  readonly components: readonly string[];
  readonly stabilize: StabilizePolicy;
  /** RFC 3339 instant at which the period ends. */
  readonly until: string;
};

type Counters = Readonly<Record<string, readonly TrafficCounters[]>>;

/** Looks that may fail one after the other before the watch does. */
const missableLooks = 4;

/** What an attempt leaves to the next one. */
type Watched = {
  readonly counters: Counters;
  readonly missedLooks?: number;
  /** Readings of the last stretch. Absent: none yet. */
  readonly looks?: readonly Look<Counters>[];
  /** In which of the last looks a threshold was broken, where harm has to be steady. */
  readonly sightings?: readonly Sighting[];
};

/**
 * Watches what users meet until the period ends or a threshold is broken. Observing costs no
 * history. In weeks there are many attempts, one for each worker that was replaced, so that their
 * number says nothing: what counts is how many looks have failed in a row.
 */
export function createWatchStability(
  ports: Pick<Ports, 'traffic' | 'clock' | 'pause' | 'progress'>,
) {
  const { traffic, clock, pause = pauseForReal } = ports;
  return async function watchStability(step: WatchStep): Promise<StabilityVerdict> {
    const context = Context.current();
    const known = context.info.heartbeatDetails as Watched | undefined;
    let watched: Watched = known ?? { counters: await read(traffic, step) };
    const end = Date.parse(step.until);
    for (;;) {
      context.heartbeat(watched);
      const now = await look(traffic, step, watched);
      watched = { ...watched, missedLooks: now === null ? missedBy(watched) + 1 : 0 };
      const observed = now === null ? null : compare(step, watched.counters, now);
      const lately = now === null ? null : compareLately(step, watched, now, clock());
      const verdict = observed === null ? null : judge(step, watched, observed, lately, clock());
      if (now !== null) watched = { ...watched, looks: noted(step, watched, now, clock()) };
      if (verdict !== null) watched = { ...watched, sightings: verdict.sightings };
      context.heartbeat(watched);
      const leftMs = end - clock().getTime();
      tellObserved(ports, step, leftMs, observed ?? []);
      if (verdict !== null && (verdict.verdict === 'fail' || leftMs <= 0)) {
        return { verdict: verdict.verdict, reason: verdict.reason };
      }
      const { observeEveryMs } = step.stabilize;
      const untilNextLookMs = leftMs > 0 ? Math.min(leftMs, observeEveryMs) : observeEveryMs;
      const untilDecidedMs = Math.max(leftMs, untilNextLookMs);
      const signal = context.cancellationSignal;
      await heartbeatWhile(
        () => context.heartbeat(watched),
        () => pause({ untilNextLookMs, untilDecidedMs, signal }),
      );
    }
  };
}

function judge(
  { stabilize }: WatchStep,
  { sightings = [] }: Watched,
  observed: readonly Met[],
  lately: readonly Met[] | null,
  at: Date,
) {
  const found = judgeWatch(observed, lately ?? observed, stabilize);
  return judgeSteadily(found, sightings, stabilize.steady, at.getTime());
}

/** Says of each component how much of the time has passed, and what its users met since. */
function tellObserved(
  ports: Pick<Ports, 'progress'>,
  step: WatchStep,
  leftMs: number,
  observed: readonly Met[],
): void {
  const tell = progressOfStep(ports, step);
  const { durationMs, minimumRequests } = step.stabilize;
  for (const { component, counters } of observed) {
    const sum = (of: (version: TrafficCounters) => number) =>
      counters.reduce((total, version) => total + of(version), 0);
    const requests = sum((version) => version.requests);
    const failures = sum((version) => version.failures);
    tell(component, {
      step: 'watched',
      share: Math.min(1, Math.max(0, 1 - leftMs / durationMs)),
      counters: {
        requests,
        requestsNeeded: minimumRequests,
        ...(requests > 0 ? { failureRate: failures / requests } : {}),
      },
      endsAt: step.until,
    });
  }
}

const missedBy = ({ missedLooks = 0 }: Watched) => missedLooks;

/** Null when a look has failed that may. */
async function look(
  traffic: Ports['traffic'],
  step: WatchStep,
  watched: Watched,
): Promise<Counters | null> {
  try {
    return await read(traffic, step);
  } catch (error) {
    const mayPass = !(error instanceof StepFailure) || error.kind === 'retry';
    if (mayPass && missedBy(watched) < missableLooks) return null;
    throw error;
  }
}

/** What users met in the last stretch; null while the watch has not lasted so long. */
function compareLately(
  step: WatchStep,
  { looks = [] }: Watched,
  now: Counters,
  at: Date,
): readonly Met[] | null {
  const { recentMs = usualRecentMs } = step.stabilize;
  const earlier = lookBack(looks, at.getTime(), recentMs);
  return earlier === undefined ? null : compare(step, earlier.reading, now);
}

function noted(
  step: WatchStep,
  { looks = [] }: Watched,
  reading: Counters,
  at: Date,
): readonly Look<Counters>[] {
  const { recentMs = usualRecentMs } = step.stabilize;
  return addLook(looks, { atMs: at.getTime(), reading }, recentMs);
}

function compare(step: WatchStep, before: Counters, now: Counters): readonly Met[] {
  return step.components.map((component) => ({
    component,
    counters: countersDelta(before[component] ?? [], now[component] ?? []),
  }));
}

async function read(traffic: Ports['traffic'], step: WatchStep): Promise<Counters> {
  const counters: Record<string, readonly TrafficCounters[]> = {};
  for (const component of step.components) {
    counters[component] = await traffic.counters({ environment: step.environment, component });
  }
  return counters;
}
