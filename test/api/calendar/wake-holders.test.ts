import { pino } from 'pino';
import { changeCalendar } from '../../../api/calendar/wake-holders.ts';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { initialState } from '../../../domain/release/state.ts';
import { aComponent, aPlan, aStage } from '../../support/builders/plan.ts';

const freeze: CalendarEntry = {
  id: 'freeze',
  kind: 'freeze',
  title: 'Freeze',
  environments: [],
  start: '2026-11-01T00:00:00.000Z',
  end: null,
  owner: 'management',
};
const held = 500;
const windowId = 'production/window';
type Change = { readonly region?: string; readonly wait?: object };
const services = ['web', 'orders', 'payments', 'search', 'mail'];

/** Five hundred releases before a closed window, a fifth of them of each service. */
function manyHeld(entries: CalendarEntry[], change: Change = {}) {
  const woken: string[] = [];
  const stages = [aStage('window')];
  const state = {
    ...initialState(),
    stages: stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
    waits: [change.wait ?? { id: 'production/window/window', kind: 'window', stage: windowId }],
  };
  const names = Array.from({ length: held }, (_, index) => `held-${index}`);
  const serviceOf = (release: string) => services[Number(release.slice(5)) % services.length] ?? '';
  const regions = change.region === undefined ? {} : { regions: { production: change.region } };
  const records = {
    calendar: async () => openCalendar([...entries]),
    listReleases: async ({
      pageSize,
      pageToken = '0',
    }: {
      pageSize: number;
      pageToken?: string;
    }) => {
      const from = Number(pageToken);
      const page = names.slice(from, from + pageSize);
      const next = from + pageSize < held ? `${from + pageSize}` : null;
      return { releases: page.map((release) => ({ release, state })), nextPageToken: next };
    },
    planInForce: async (release: string) => ({
      plan: aPlan(stages, { components: [aComponent(serviceOf(release))], ...regions }),
    }),
  };
  const releases = { calendarChanged: async (release: string) => void woken.push(release) };
  const log = pino({ level: 'silent' });
  return { woken, services: { records, releases, log } as never };
}

describe('a changed calendar', () => {
  test('wakes those of five hundred held releases that the entry speaks of', async () => {
    const entries: CalendarEntry[] = [];
    const { woken, services: parts } = manyHeld(entries);
    await changeCalendar(parts, async () => void entries.push({ ...freeze, services: ['orders'] }));
    expect(woken).toHaveLength(held / services.length);
    expect(woken).toContain('held-1');
    expect(woken).not.toContain('held-0');
  });

  test('wakes those of whom an entry speaks no longer', async () => {
    const entries = [{ ...freeze, services: ['web'] }];
    const { woken, services: parts } = manyHeld(entries);
    await changeCalendar(parts, async () => {
      entries.splice(0, 1, { ...freeze, services: ['mail'] });
    });
    expect(woken).toHaveLength((2 * held) / services.length);
  });

  test('wakes those who are asked about a change that it has closed on', async () => {
    const wait = { id: `${windowId}/overrun`, kind: 'decision', stage: windowId };
    const entries: CalendarEntry[] = [];
    const { woken, services: parts } = manyHeld(entries, { wait });
    await changeCalendar(parts, async () => void entries.push(freeze));
    expect(woken).toHaveLength(held);
  });

  test('wakes nobody elsewhere, and nobody where nothing has changed', async () => {
    const entries: CalendarEntry[] = [freeze];
    const { woken, services: parts } = manyHeld(entries, { region: 'eu' });
    await changeCalendar(
      parts,
      async () => void entries.push({ ...freeze, id: 'us', regions: ['us'] }),
    );
    await changeCalendar(parts, async () => undefined);
    expect(woken).toEqual([]);
    await changeCalendar(
      parts,
      async () => void entries.push({ ...freeze, id: 'eu', regions: ['eu'] }),
    );
    expect(woken).toHaveLength(held);
  });

  test('stays changed when releases cannot be told', async () => {
    const { services: parts } = manyHeld([]);
    const broken = { ...(parts as object), records: { calendar: async () => openCalendar([]) } };
    await expect(changeCalendar(broken as never, async () => 'changed')).resolves.toBe('changed');
  });
});
