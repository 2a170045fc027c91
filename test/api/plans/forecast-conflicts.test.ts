import { forecastConflicts } from '../../../api/plans/forecast-conflicts.ts';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { ReleasePlan } from '../../../domain/plan/plan.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';

const day = (hour: number) => new Date(Date.UTC(2030, 2, 4, hour)).toISOString();
const now = day(6);
const asks = aPolicy({ staging: anEnvironmentPolicy({ window: true }) });

function planned(name: string, service: string, from: number): ReleasePlan {
  const spec = aSpec({
    name,
    environments: ['staging'],
    components: [{ service, version: '2.0.0' }],
    schedule: { windows: [{ environment: 'staging', start: day(from), end: day(from + 2) }] },
  });
  const compiled = compilePlan(planSources({ spec, policy: asks }));
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

/** Records of releases that were started and have recorded nothing yet. */
function servicesOver(
  plans: readonly ReleasePlan[],
  entries: readonly CalendarEntry[] = [],
  state: ReleaseState | null = null,
) {
  const looks: string[] = [];
  const records = {
    calendar: async () => openCalendar(entries),
    portfolios: async () => [],
    standingReservations: async () => [],
    catalog: async () => ({ catalog: aCatalog(), digest: '' }),
    state: async () => state,
    async *openReleases() {
      for (const { name } of plans) yield { release: name, sealedAt: now, state: null };
    },
    async planInForce(release: string) {
      looks.push(release);
      return { plan: plans.find(({ name }) => name === release) };
    },
  };
  return { looks, services: { records, clock: () => new Date(now) } as never };
}

test('a plan meets those that were only just started, and never itself', async () => {
  const plans = [planned('mine', 'web', 8), planned('theirs', 'payments', 9)];
  const { services } = servicesOver(plans);
  const { conflicts, slots } = await forecastConflicts(planned('mine', 'web', 8), services);
  expect(conflicts).toMatchObject([
    { kind: 'environment', with: ['theirs'], from: day(9), until: day(10) },
    { kind: 'dependency', about: ['web', 'payments'] },
  ]);
  // Two hours from now on end before the other one begins.
  expect(slots).toEqual([{ environment: 'staging', start: day(6), end: day(8) }]);
});

test('the slot looks at the calendar and at other releases together', async () => {
  const freeze: CalendarEntry = {
    id: 'freeze',
    kind: 'freeze',
    title: 'Freeze',
    environments: ['staging'],
    start: day(7),
    end: day(8),
    owner: 'cab',
  };
  const { services } = servicesOver([planned('theirs', 'web', 9)], [freeze]);
  const { slots } = await forecastConflicts(planned('mine', 'web', 9), services);
  expect(slots).toEqual([{ environment: 'staging', start: day(11), end: day(13) }]);
});

test('shows a hundred conflicts, and how many more there are', async () => {
  const others = Array.from({ length: 70 }, (_, index) => planned(`other-${index}`, 'web', 9));
  const { services } = servicesOver(others);
  const met = await forecastConflicts(planned('mine', 'web', 9), services);
  // Each one by its environment and by its service.
  expect([met.conflicts.length, met.moreConflicts]).toEqual([100, 40]);
});

test('a release that is over meets nobody, and is offered no slot', async () => {
  const closed = { ...initialState(), phase: 'closed' } as const;
  const { services } = servicesOver([planned('theirs', 'web', 9)], [], closed);
  const met = await forecastConflicts(planned('mine', 'web', 9), services);
  expect(met).toEqual({ conflicts: [], moreConflicts: 0, slots: [] });
});

test('many who plan at once share one look at the others', async () => {
  const { looks, services } = servicesOver([planned('theirs', 'web', 9)]);
  const plan = planned('mine', 'web', 9);
  await Promise.all(Array.from({ length: 50 }, () => forecastConflicts(plan, services)));
  expect(looks).toEqual(['theirs']);
});
