import fc from 'fast-check';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { type CalendarEntry, entryKinds } from '../../../domain/calendar/entry.ts';
import { isOpenWithout } from '../../../domain/deviation/is-open-without.ts';

const instant = '2026-11-21T12:00:00.000Z';
const ids = ['a', 'b', 'c', 'd'] as const;

type Drawn = { kind: CalendarEntry['kind']; isActive: boolean };

const drawn: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(...entryKinds),
  isActive: fc.boolean(),
});

const entryOf = ({ kind, isActive }: Drawn, index: number): CalendarEntry => ({
  id: ids[index] ?? '',
  kind,
  title: kind,
  environments: ['production'],
  start: isActive ? '2026-11-21T00:00:00.000Z' : '2026-12-01T00:00:00.000Z',
  end: null,
  owner: 'management',
});

/** What is said in words: nothing but the named entries is set aside, and never an embargo. */
function expected(entries: readonly Drawn[], lifted: readonly string[], outside: boolean) {
  const holds = entries.some(
    ({ kind, isActive }, index) =>
      isActive && kind !== 'allow' && (kind === 'embargo' || !lifted.includes(ids[index] ?? '')),
  );
  const windows = entries.filter(({ kind }) => kind === 'allow');
  const isMissing = windows.length > 0 && !windows.some(({ isActive }) => isActive);
  return !holds && (outside || !isMissing);
}

test('exactly what a scope names is set aside, and an embargo by nobody', () => {
  const given = fc.record({
    entries: fc.array(drawn, { maxLength: 4 }),
    lifted: fc.subarray([...ids]),
    outside: fc.boolean(),
  });
  fc.assert(
    fc.property(given, ({ entries, lifted, outside }) => {
      const calendar = openCalendar(entries.map(entryOf));
      const question = { calendar, scopes: [{ environment: 'production' }], instant };
      const scope = {
        kind: 'calendar' as const,
        environment: 'production',
        entries: lifted,
        outsideWindows: outside,
      };
      expect(isOpenWithout(question, scope)).toBe(expected(entries, lifted, outside));
    }),
    { numRuns: 500 },
  );
});
