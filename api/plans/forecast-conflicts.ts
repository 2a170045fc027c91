import type { Calendar } from '../../domain/calendar/calendar.ts';
import { indexCatalog } from '../../domain/plan/catalog-index.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { needsIn } from '../../domain/plan/reachable-from.ts';
import { scopesOf } from '../../domain/plan/scopes-of.ts';
import { contenderOf, environmentsAhead, lengthOf } from '../../domain/portfolio/contender.ts';
import { countReservations } from '../../domain/portfolio/count-reservations.ts';
import {
  type Conflict,
  type ConflictQuestion,
  findConflicts,
} from '../../domain/portfolio/find-conflicts.ts';
import { freeSlot } from '../../domain/portfolio/free-slot.ts';
import { earliestStarts } from '../../domain/release/earliest-start.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { Services } from '../services.ts';
import { openContenders } from './open-contenders.ts';

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
  { records, clock }: Pick<Services, 'records' | 'clock'>,
): Promise<ConflictForecast> {
  const [calendar, portfolios, applied, state] = await Promise.all([
    records.calendar(),
    records.portfolios(),
    records.catalog(),
    records.state(plan.name),
  ]);
  if (applied === null) return { conflicts: [], moreConflicts: 0, slots: [] };
  const sight = { calendar, portfolios, now: clock().toISOString() };
  const subject = contenderOf({ plan, state, ...sight });
  const open = await openContenders(sight, records);
  const standing = await records.standingReservations(null);
  const others = countReservations(
    open.filter(({ release }) => release !== plan.name),
    standing.filter(({ release, endsAt }) => release !== plan.name && endsAt > sight.now),
  );
  const { groups, environments, services } = indexCatalog(applied.catalog);
  const question = { subject, others, groups, environments, needs: needsIn(services) };
  const conflicts = findConflicts(question);
  return {
    conflicts: conflicts.slice(0, mostConflicts),
    moreConflicts: Math.max(0, conflicts.length - mostConflicts),
    slots: slotsOf(plan, question, { calendar, state, now: sight.now }),
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
