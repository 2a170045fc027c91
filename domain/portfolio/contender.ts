import type { Calendar } from '../calendar/calendar.ts';
import type { ReleasePlan } from '../plan/plan.ts';
import { earliestStarts } from '../release/earliest-start.ts';
import type { ReleaseState } from '../release/state.ts';
import { ownPriority, type Portfolio, type Priority, priorityOf } from './priority.ts';

/** A release without a stated window counts for as long as it is watched, and at least so long. */
const assumedLeastMs = 3_600_000;

/** When a release means to be at work in an environment. Half-open. */
export type PlannedWindow = {
  readonly environment: string;
  readonly startMs: number;
  readonly endMs: number;
};

/** A release as another one meets it. */
export type Contender = {
  readonly release: string;
  readonly services: readonly string[];
  /** Groups that own them. */
  readonly teams: readonly string[];
  readonly priority: Priority;
  /** In the order of the plan; none where nobody can know when. */
  readonly windows: readonly PlannedWindow[];
};

export type ContenderSources = {
  readonly plan: ReleasePlan;
  /** Null: it has not been started. */
  readonly state: ReleaseState | null;
  readonly calendar: Calendar;
  readonly portfolios: readonly Portfolio[];
  /** RFC 3339. */
  readonly now: string;
};

/**
 * What a release would occupy when. Its stated windows count; without one it counts from its
 * earliest start. An environment that it holds counts from now in any case; one that it has passed
 * counts no more, and neither does any other once it goes back.
 */
export function contenderOf(sources: ContenderSources): Contender {
  const { plan, portfolios } = sources;
  const own = ownPriority(plan);
  return {
    release: plan.name,
    services: plan.components.map(({ name }) => name),
    teams: [...new Set(plan.components.map(({ service }) => service.owner))],
    priority: priorityOf(
      { name: plan.name, ...(own === undefined ? {} : { priority: own }) },
      portfolios,
    ),
    windows: windowsOf(sources),
  };
}

/** How long a release is at work in an environment, in milliseconds. */
export type Length = {
  readonly lengthMs: number;
  /** How much of it, from its start on, brings changes. Afterwards the release is only watched. */
  readonly changingMs: number;
};

/** How long a release is at work in an environment, as far as its plan says. */
export function lengthOf({ stages, schedule }: ReleasePlan, environment: string): Length {
  const stated = schedule?.windows?.find((window) => window.environment === environment);
  if (stated !== undefined) {
    const lengthMs = Date.parse(stated.end) - Date.parse(stated.start);
    return { lengthMs, changingMs: lengthMs };
  }
  let [steppingMs, watchedMs] = [0, 0];
  for (const stage of stages) {
    if (stage.environment !== environment) continue;
    if (stage.kind === 'stabilize') watchedMs += stage.stabilize.durationMs;
    if (stage.kind === 'switch') watchedMs += Math.max(stage.keepMs, stage.sessionsMs);
    if (stage.kind !== 'canary') continue;
    for (const { observeMs } of stage.canary.steps) steppingMs += observeMs;
  }
  return {
    lengthMs: Math.max(steppingMs + watchedMs, assumedLeastMs),
    changingMs: Math.max(steppingMs, assumedLeastMs),
  };
}

/** Where a release is or comes to, in the order of its plan. `state` null: it was not started. */
export function environmentsAhead({
  plan,
  state,
}: Pick<ContenderSources, 'plan' | 'state'>): readonly string[] {
  // On its way back, or over, it goes nowhere new.
  const goesOn = state === null || state.phase === 'rolling-out';
  const passed = new Set(state?.passed.map(({ environment }) => environment));
  return plan.environments.filter(
    (environment) => !passed.has(environment) && (goesOn || holds(state, environment)),
  );
}

function windowsOf(sources: ContenderSources): readonly PlannedWindow[] {
  const { plan, state, now } = sources;
  const nowMs = Date.parse(now);
  const starts = earliestStarts(sources);
  return environmentsAhead(sources).flatMap((environment): readonly PlannedWindow[] => {
    const stated = plan.schedule?.windows?.find((window) => window.environment === environment);
    const at = starts.find((start) => start.environment === environment)?.at ?? null;
    const { lengthMs } = lengthOf(plan, environment);
    const window =
      stated === undefined ? windowFrom(at, lengthMs) : between(stated.start, stated.end);
    if (!holds(state, environment)) return window === null ? [] : [{ environment, ...window }];
    const startMs = Math.min(window?.startMs ?? nowMs, nowMs);
    const endMs = Math.max(window?.endMs ?? nowMs, nowMs + assumedLeastMs);
    return [{ environment, startMs, endMs }];
  });
}

function holds(state: ReleaseState | null, environment: string): boolean {
  const lease = state?.leases.find((candidate) => candidate.environment === environment);
  return lease?.status === 'held';
}

function windowFrom(
  at: string | null,
  lengthMs: number,
): Omit<PlannedWindow, 'environment'> | null {
  if (at === null) return null;
  const startMs = Date.parse(at);
  return { startMs, endMs: startMs + lengthMs };
}

function between(start: string, end: string): Omit<PlannedWindow, 'environment'> {
  return { startMs: Date.parse(start), endMs: Date.parse(end) };
}
