import type { Calendar } from '../../domain/calendar/calendar.ts';
import { type CatalogIndex, indexCatalog } from '../../domain/plan/catalog-index.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { needsIn } from '../../domain/plan/reachable-from.ts';
import { type Contender, contenderOf } from '../../domain/portfolio/contender.ts';
import { countReservations } from '../../domain/portfolio/count-reservations.ts';
import type { ConflictQuestion } from '../../domain/portfolio/find-conflicts.ts';
import type { Portfolio } from '../../domain/portfolio/priority.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { Services } from '../services.ts';
import { openContenders } from './open-contenders.ts';

/** One look at everything that releases may meet, for as many of them as one likes. */
export type ConflictSight = {
  readonly calendar: Calendar;
  readonly portfolios: readonly Portfolio[];
  /** RFC 3339. */
  readonly now: string;
  readonly catalog: CatalogIndex;
  readonly open: readonly Contender[];
  readonly standing: Awaited<ReturnType<Services['records']['standingReservations']>>;
};

/** Null where no catalog is applied: then there is nothing to meet. */
export async function lookForConflicts({
  records,
  clock,
}: Pick<Services, 'records' | 'clock'>): Promise<ConflictSight | null> {
  const [calendar, portfolios, applied, standing] = await Promise.all([
    records.calendar(),
    records.portfolios(),
    records.catalog(),
    records.standingReservations(null),
  ]);
  if (applied === null) return null;
  const sight = { calendar, portfolios, now: clock().toISOString() };
  const open = await openContenders(sight, records);
  return { ...sight, catalog: indexCatalog(applied.catalog), open, standing };
}

/** What one release asks of the sight. `state` is null for one that was not started. */
export function conflictQuestion(
  { open, standing, catalog, ...sight }: ConflictSight,
  plan: ReleasePlan,
  state: ReleaseState | null,
): ConflictQuestion {
  const others = countReservations(
    open.filter(({ release }) => release !== plan.name),
    standing.filter(({ release, endsAt }) => release !== plan.name && endsAt > sight.now),
  );
  const { groups, environments, services } = catalog;
  const subject = contenderOf({ plan, state, ...sight });
  return { subject, others, groups, environments, needs: needsIn(services) };
}
