import type { Calendar } from '../../domain/calendar/calendar.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { scopesOf } from '../../domain/plan/scopes-of.ts';
import { environmentsAhead, lengthOf } from '../../domain/portfolio/contender.ts';
import {
  type Conflict,
  type ConflictQuestion,
  findConflicts,
} from '../../domain/portfolio/find-conflicts.ts';
import { freeSlot } from '../../domain/portfolio/free-slot.ts';
import { earliestStarts } from '../../domain/release/earliest-start.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { Services } from '../services.ts';
import { conflictQuestion, lookForConflicts } from './conflict-sight.ts';

/** Where hundreds are on their way through one environment, nobody reads what each one is in. */
const mostConflicts = 100;

/** The earliest time at which nothing would be in the way. Null: none within 400 days. */
export type FreeSlot = {
  readonly environment: string;
  readonly start: string | null;
  readonly end: string | null;
};

export type ConflictForecast = {
  readonly conflicts: readonly Conflict[];
  /** How many more there are. */
  readonly moreConflicts: number;
  readonly slots: readonly FreeSlot[];
};

type Sight = {
  readonly calendar: Calendar;
  readonly now: string;
  readonly state: ReleaseState | null;
};

/**
 * Where a release would meet others that are on their way or have something reserved, and when it
 * would meet none. Others may come, so it is no reservation.
 */
export async function forecastConflicts(
  plan: ReleasePlan,
  services: Pick<Services, 'records' | 'clock'>,
): Promise<ConflictForecast> {
  const [sight, state] = await Promise.all([
    lookForConflicts(services),
    services.records.state(plan.name),
  ]);
  if (sight === null) return { conflicts: [], moreConflicts: 0, slots: [] };
  const question = conflictQuestion(sight, plan, state);
  const { calendar, now } = sight;
  return { ...firstConflicts(question), slots: slotsOf(plan, question, { calendar, state, now }) };
}

/** Of many conflicts those that somebody would read. */
export function firstConflicts(
  question: ConflictQuestion,
): Pick<ConflictForecast, 'conflicts' | 'moreConflicts'> {
  const conflicts = findConflicts(question);
  return {
    conflicts: conflicts.slice(0, mostConflicts),
    moreConflicts: Math.max(0, conflicts.length - mostConflicts),
  };
}

function slotsOf(
  plan: ReleasePlan,
  question: ConflictQuestion,
  { calendar, state, now }: Sight,
): readonly FreeSlot[] {
  const starts = earliestStarts({ plan, state, calendar, now });
  return environmentsAhead({ plan, state }).map((environment) => {
    const asksCalendar = plan.stages.some(
      (stage) => stage.kind === 'window' && stage.environment === environment,
    );
    const at = starts.find((start) => start.environment === environment)?.at ?? now;
    const slot = freeSlot({
      ...question,
      calendar,
      environment,
      scopes: asksCalendar ? scopesOf(plan, environment) : [],
      notBeforeMs: Math.max(Date.parse(at), Date.parse(now)),
      ...lengthOf(plan, environment),
    });
    if (slot === null) return { environment, start: null, end: null };
    const toInstant = (ms: number) => new Date(ms).toISOString();
    return { environment, start: toInstant(slot.startMs), end: toInstant(slot.endMs) };
  });
}
