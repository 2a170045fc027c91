import { changeCalendar } from '../../../api/calendar/wake-holders.ts';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { scopesOf } from '../../../domain/plan/scopes-of.ts';
import { heldReleases, windowStage } from '../../support/api/held-releases.ts';
import { aComponent, aPlan } from '../../support/builders/plan.ts';

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
const windowId = windowStage.id;
type Change = { readonly region?: string; readonly wait?: object };
const services = ['web', 'orders', 'payments', 'search', 'mail'];
const names = Array.from({ length: held }, (_, index) => `held-${index}`);
const numberOf = (release: string) => Number(release.slice('held-'.length));

/** Five hundred releases before a closed window, a fifth of them of each service. */
function manyHeld(entries: readonly CalendarEntry[], { region, wait }: Change = {}) {
  const regions = region === undefined ? {} : { regions: { production: region } };
  const planOf = (release: string) => {
    const service = services[numberOf(release) % services.length] ?? '';
    return aPlan([windowStage], { components: [aComponent(service)], ...regions });
  };
  return heldReleases(entries, { names, planOf, wait });
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

describe('ten thousand entries and five hundred held releases', () => {
  /** Twenty services in five regions: five releases of each pair. */
  const partsOf = (release: string) => {
    const number = numberOf(release);
    return { service: `service-${number % 20}`, region: `region-${Math.floor(number / 20) % 5}` };
  };
  const planOf = (release: string) => {
    const { service, region } = partsOf(release);
    const components = [aComponent(service)];
    return aPlan([windowStage], { name: release, components, regions: { production: region } });
  };
  /** Each speaks of a pair, of a service alone, of a region alone, or of what nobody changes. */
  const entryOf = (index: number): CalendarEntry => {
    const service = [`service-${index % 20}`];
    const region = [`region-${index % 5}`];
    const about = [
      { services: service, regions: region },
      { services: service },
      { regions: region },
      { services: [`elsewhere-${index}`] },
    ][Math.floor(index / 20) % 4];
    const start = new Date(Date.UTC(2026, 10, 1 + (index % 90))).toISOString();
    return { ...freeze, id: `entry-${index}`, environments: [], ...about, start };
  };
  const many = Array.from({ length: 10_000 }, (_, index) => entryOf(index));
  /** What stands in the calendar beside the entry that is edited says nothing about that. */
  const isAbout = ({ services: some, regions }: CalendarEntry, release: string) => {
    const { service, region } = partsOf(release);
    return (some ?? [service]).includes(service) && (regions ?? [region]).includes(region);
  };

  test.each([
    ['a service in a region', 80, 5],
    ['a service', 20, 25],
    ['a region', 40, 100],
    ['what nobody changes', 60, 0],
  ])('an edit of an entry about %s wakes those alone', async (_what, position, concerned) => {
    const entries = [...many];
    const { woken, services: parts } = heldReleases(entries, { names, planOf });
    const edited = { ...entryOf(position), end: '2027-06-01T00:00:00.000Z' };
    await changeCalendar(parts, async () => void entries.splice(position, 1, edited));
    expect(woken.toSorted()).toEqual(names.filter((name) => isAbout(edited, name)).toSorted());
    expect(woken).toHaveLength(concerned);
  });

  test('whoever is let go by an edit is woken by it', async () => {
    const entries = [
      { ...freeze, environments: [], services: ['service-3'] },
      ...many.slice(9_000),
    ];
    const open = (calendar: readonly CalendarEntry[]) => {
      const opened = openCalendar(calendar);
      const instant = '2026-10-31T00:00:00.000Z';
      // The first hundred are one of each pair.
      return names.slice(0, 100).filter((name) => {
        const scopes = scopesOf(planOf(name), 'production');
        return decideWindow({ calendar: opened, scopes, instant }).open;
      });
    };
    const closed = { ...entries[0], start: '2026-10-01T00:00:00.000Z' } as CalendarEntry;
    entries.splice(0, 1, closed);
    const before = open(entries);
    const { woken, services: parts } = heldReleases(entries, { names, planOf });
    await changeCalendar(parts, async () => void entries.splice(0, 1));
    const letGo = open(entries).filter((name) => !before.includes(name));
    expect(letGo).toHaveLength(5);
    expect(woken).toHaveLength(25);
    expect(woken).toEqual(expect.arrayContaining(letGo));
  });
});
