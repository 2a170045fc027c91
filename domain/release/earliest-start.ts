import type { Calendar } from '../calendar/calendar.ts';
import { decideWindow } from '../calendar/decide-window.ts';
import type { ReleasePlan } from '../plan/plan.ts';
import { scopesOf } from '../plan/scopes-of.ts';
import type { Stage } from '../plan/stage.ts';
import { heldByPeople, timeOfWait } from './held-by.ts';
import type { ReleaseState } from './state.ts';

/** The first instant at which something could begin, if work took no time and people agreed. */
export type EarliestStart = {
  /** Where something would be deployed; null when no deployment is ahead. */
  readonly environment: string | null;
  /** RFC 3339; null when no instant is known: people alone decide, or nobody knows an end. */
  readonly at: string | null;
  /** What decides the instant, or why none is known, as sentences. */
  readonly reason: string;
};

export type StartQuestion = {
  readonly plan: Pick<ReleasePlan, 'stages' | 'components' | 'regions'>;
  /** Null: it has not been started. */
  readonly state: ReleaseState | null;
  readonly calendar: Calendar;
  /** RFC 3339. */
  readonly now: string;
};

/** What is known on the way through the stages. */
type Walk = {
  readonly question: StartQuestion;
  readonly nowMs: number;
  atMs: number;
  /** What moved the instant last. */
  because: string;
  /** Why no instant is known from here on. */
  unknown: string | null;
  /** Sentences on what people have to do first. */
  people: string[];
  readonly passedMs: Map<string, number>;
};

/**
 * When each deployment that is still ahead could begin at the earliest: after soaks and watches,
 * and when the calendar is open. A lower bound, and never a promise.
 */
export function earliestStarts(question: StartQuestion): readonly EarliestStart[] {
  const walk = begin(question);
  const starts: EarliestStart[] = [];
  for (const stage of ahead(question)) {
    pass(walk, stage);
    if (stage.kind === 'deploy' && !hasBegun(question.state, stage)) {
      starts.push({ environment: stage.environment, ...answer(walk) });
    }
    if (stage.environment !== null) walk.passedMs.set(stage.environment, walk.atMs);
  }
  return starts;
}

/** When the release could go on: with its next deployment, or else with what it waits for now. */
export function earliestStart(question: StartQuestion): EarliestStart {
  const { state } = question;
  if (state?.phase === 'closed') return never('It has ended.');
  if (state?.phase === 'rolling-back') return never('It is on its way back.');
  const [first] = state?.phase === 'reviewing' ? [] : earliestStarts(question);
  return first ?? { environment: null, ...answer(begin(question)) };
}

function never(reason: string): EarliestStart {
  return { environment: null, at: null, reason };
}

function begin(question: StartQuestion): Walk {
  const { state, now } = question;
  const nowMs = Date.parse(now);
  const walk: Walk = {
    question,
    nowMs,
    atMs: nowMs,
    because: 'Nothing holds it.',
    unknown: null,
    people: state === null ? [] : [...heldByPeople(state)],
    passedMs: new Map(),
  };
  for (const { environment, at } of state?.passed ?? []) {
    walk.passedMs.set(environment, Date.parse(at));
  }
  for (const wait of state?.waits ?? []) {
    const time = timeOfWait(wait);
    if (time === null) continue;
    if (time.instant === null) walk.unknown ??= wait.reason;
    else notBefore(walk, Date.parse(time.instant), wait.reason);
  }
  return walk;
}

function ahead({ plan, state }: StartQuestion): readonly Stage[] {
  const over = new Set(
    state?.stages.filter(({ status }) => status === 'succeeded').map(({ id }) => id),
  );
  return plan.stages.filter(({ id }) => !over.has(id));
}

/** What a stage that is ahead asks of time and people. */
function pass(walk: Walk, stage: Stage): void {
  const running = walk.question.state?.stages.find(({ id }) => id === stage.id)?.startedAt ?? null;
  switch (stage.kind) {
    case 'promote': {
      const passedMs = stage.from === null ? undefined : walk.passedMs.get(stage.from);
      if (passedMs === undefined) return;
      return notBefore(walk, passedMs + stage.soakMs, `It soaks in ${stage.from}.`);
    }
    case 'window':
      return waitForOpening(walk, stage.environment);
    case 'deploy':
      if (hasBegun(walk.question.state, stage) || !asksCalendar(walk, stage.environment)) return;
      return waitForOpening(walk, stage.environment);
    case 'canary':
      if (running !== null) return;
      return later(
        walk,
        stage.canary.steps.reduce((sum, { observeMs }) => sum + observeMs, 0),
      );
    case 'switch':
      return running === null ? later(walk, Math.max(stage.keepMs, stage.sessionsMs)) : undefined;
    case 'stabilize':
      return running === null ? later(walk, stage.stabilize.durationMs) : undefined;
    case 'approval':
      if (running !== null) return;
      for (const { count, group } of stage.requirements) ask(walk, count, group, stage.id);
      return;
    case 'uat':
      return running === null ? ask(walk, stage.uat.count, stage.uat.group, stage.id) : undefined;
    default:
      return;
  }
}

function asksCalendar({ question }: Walk, environment: string): boolean {
  return question.plan.stages.some(
    (stage) => stage.kind === 'window' && stage.environment === environment,
  );
}

function hasBegun(state: ReleaseState | null, { environment }: Stage): boolean {
  return state?.changes.some((change) => change.environment === environment) ?? false;
}

function waitForOpening(walk: Walk, environment: string): void {
  if (walk.unknown !== null) return;
  const { calendar, plan } = walk.question;
  const scopes = scopesOf(plan, environment);
  const instant = new Date(walk.atMs).toISOString();
  const { open, nextOpen, reason } = decideWindow({ calendar, scopes, instant });
  if (open) return;
  if (nextOpen === null) walk.unknown = reason;
  else notBefore(walk, Date.parse(nextOpen), reason);
}

function ask(walk: Walk, count: number, group: string, stage: string): void {
  walk.people.push(`${count} of ${group} must decide in ${stage}.`);
}

function later(walk: Walk, ms: number): void {
  if (ms > 0) notBefore(walk, walk.atMs + ms, 'It is watched in between.');
}

function notBefore(walk: Walk, atMs: number, because: string): void {
  if (atMs <= walk.atMs) return;
  walk.atMs = atMs;
  walk.because = because;
}

function answer({
  atMs,
  nowMs,
  because,
  unknown,
  people,
}: Walk): Omit<EarliestStart, 'environment'> {
  if (unknown !== null) return { at: null, reason: unknown };
  const [first, ...others] = people;
  const rest = others.length === 0 ? '' : ` And ${others.length} more.`;
  if (first === undefined) return { at: new Date(atMs).toISOString(), reason: because };
  if (atMs === nowMs) return { at: null, reason: `It depends on people alone: ${first}${rest}` };
  return {
    at: new Date(atMs).toISOString(),
    reason: `${because} Before that people decide: ${first}${rest}`,
  };
}
