import type { Calendar } from '../calendar/calendar.ts';
import { decideWindow } from '../calendar/decide-window.ts';
import type { ReleasePlan } from '../plan/plan.ts';
import { scopesOf } from '../plan/scopes-of.ts';
import { ownPriority, type Portfolio, priorityOf, rankOf } from '../portfolio/priority.ts';
import type { ReleaseState } from '../release/state.ts';
import { boundFor } from './bound-for.ts';
import { type LeaseRequest, patienceMs } from './lease.ts';

export type BoundRelease = { readonly plan: ReleasePlan; readonly state: ReleaseState };

type Sight = {
  readonly environment: string;
  readonly calendar: Calendar;
  readonly portfolios: readonly Portfolio[];
  /** RFC 3339. */
  readonly now: string;
  /** Only those that go before a release of this rank are of interest. */
  readonly above: number;
};

/**
 * Releases that the calendar lets into an environment by now and that have not asked for it yet:
 * they were held and are about to wake, or are on their way from the window. The first goes first.
 */
export function expectedAmong(
  bound: readonly BoundRelease[],
  sight: Sight,
): readonly LeaseRequest[] {
  const { portfolios, above } = sight;
  return bound
    .flatMap(({ plan, state }): readonly LeaseRequest[] => {
      const rank = rankIn(plan, portfolios);
      if (rank <= above || !isComing({ plan, state }, sight)) return [];
      const isEmergency = plan.releaseClass === 'emergency' ? ({ isEmergency: true } as const) : {};
      const services = plan.components.map(({ name }) => name);
      return [{ release: plan.name, priority: rank, ...isEmergency, services }];
    })
    .toSorted((one, other) => other.priority - one.priority);
}

function isComing({ plan, state }: BoundRelease, { environment, calendar, now }: Sight): boolean {
  const bound = boundFor(state);
  if (bound?.environment !== environment) return false;
  if (bound.letInAt !== null) return Date.parse(bound.letInAt) + patienceMs > Date.parse(now);
  return decideWindow({ calendar, scopes: scopesOf(plan, environment), instant: now }).open;
}

/** The rank that counts by now: what portfolios decided, or else what the release says. */
export function rankIn(plan: ReleasePlan, portfolios: readonly Portfolio[]): number {
  const own = ownPriority(plan);
  const priority = own === undefined ? {} : { priority: own };
  return rankOf(priorityOf({ name: plan.name, ...priority }, portfolios).level);
}
