import fc from 'fast-check';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import type { Group } from '../../../domain/plan/catalog.ts';
import type { Contender } from '../../../domain/portfolio/contender.ts';
import { findConflicts } from '../../../domain/portfolio/find-conflicts.ts';
import { freeSlot } from '../../../domain/portfolio/free-slot.ts';

const hourMs = 3_600_000;
const origin = Date.UTC(2026, 10, 2);
/** Every time in these tests is a whole hour of the first days. */
const hours = 60;
const environments = ['lab', 'production'] as const;
const owners: Readonly<Record<string, string>> = { web: 'shop', orders: 'shop', payments: 'pay' };
const directly: Readonly<Record<string, readonly string[]>> = {
  web: ['orders'],
  orders: ['payments'],
  payments: [],
};

/** The slow way round a small catalog. */
const needs = (above: string, below: string): boolean =>
  (directly[above] ?? []).some((next) => next === below || needs(next, below));

const window = fc
  .record({
    environment: fc.constantFrom(...environments),
    from: fc.integer({ min: 0, max: hours - 1 }),
    length: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ environment, from, length }) => ({
    environment,
    startMs: origin + from * hourMs,
    endMs: origin + (from + length) * hourMs,
  }));

const contender = (release: string): fc.Arbitrary<Contender> =>
  fc
    .record({
      services: fc.subarray(['web', 'orders', 'payments'], { minLength: 1 }),
      windows: fc.uniqueArray(window, {
        maxLength: 2,
        selector: ({ environment }) => environment,
      }),
      level: fc.constantFrom('low', 'normal', 'high'),
    })
    .map(({ services, windows, level }) => ({
      release,
      services,
      windows,
      teams: [...new Set(services.map((service) => owners[service] ?? ''))],
      priority: { level, reason: 'So it is.', by: null },
    }));

const groups = fc
  .record({ shop: fc.constantFrom(null, 1, 2), pay: fc.constantFrom(null, 1, 2) })
  .map((capacities) => {
    const group = (id: string, capacity: number | null): readonly [string, Group] => [
      id,
      { id, title: id, members: [], ...(capacity === null ? {} : { capacity }) },
    ];
    return new Map([group('shop', capacities.shop), group('pay', capacities.pay)]);
  });

/** Both take that many releases at once; null: nothing is said. */
const places = fc.constantFrom(null, 1, 2).map((capacity) => {
  const stated = capacity === null ? {} : { capacity };
  return new Map(
    environments.map((name) => [name, { name, promotesFrom: null, soakMs: 0, ...stated }]),
  );
});

const question = fc.record({
  environments: places,
  subject: contender('mine'),
  others: fc.tuple(contender('a'), contender('b'), contender('c')),
  groups,
  needs: fc.constant(needs),
});

type Question = Parameters<typeof findConflicts>[0];

const isAt = ({ startMs, endMs }: { startMs: number; endMs: number }, atMs: number) =>
  startMs <= atMs && atMs < endMs;

/** What two releases share, whenever they are at work. */
function shared(mine: readonly string[], theirs: readonly string[]): readonly string[] {
  return mine.flatMap((one) =>
    theirs.flatMap((other) => {
      if (one === other) return [`service ${one}`];
      if (needs(one, other)) return [`dependency ${one},${other}`];
      return needs(other, one) ? [`dependency ${other},${one}`] : [];
    }),
  );
}

/** What is in the way of working in an environment for one hour, hour by hour and by hand. */
function inTheWay(asked: Question, environment: string, atMs: number) {
  const { subject, others, groups: known } = asked;
  const room = asked.environments.get(environment)?.capacity ?? 1;
  const atWork = others.filter(({ windows }) => windows.some((each) => isAt(each, atMs)));
  const pairs = atWork.flatMap(({ release, services, windows }) => {
    const place = isThere(windows, environment, atMs) && room === 1;
    const alone = place ? [`environment ${environment}`] : [];
    return [...alone, ...shared(subject.services, services)].map((what) => `${what} ${release}`);
  });
  const full = subject.teams.flatMap((team) => {
    const busy = atWork.filter(({ teams }) => teams.includes(team));
    const capacity = known.get(team)?.capacity ?? Number.POSITIVE_INFINITY;
    return busy.length < capacity ? [] : busy.map(({ release }) => `capacity ${team} ${release}`);
  });
  const there = atWork.filter(({ windows }) => isThere(windows, environment, atMs));
  const taken = room > 1 && there.length >= room ? there : [];
  const crowd = taken.map(({ release }) => `capacity ${environment} ${release}`);
  return new Set([...pairs, ...full, ...crowd]);
}

function isThere(windows: Contender['windows'], environment: string, atMs: number): boolean {
  return windows.some((each) => isAt(each, atMs) && each.environment === environment);
}

const hoursOf = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
  Array.from({ length: (endMs - startMs) / hourMs }, (_, index) => startMs + index * hourMs);

test('finds all that a look at every hour finds, and nothing else', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const expected = asked.subject.windows.flatMap((mine) =>
        hoursOf(mine).flatMap((atMs) =>
          [...inTheWay(asked, mine.environment, atMs)].map(
            (what) => `${mine.environment} ${atMs} ${what}`,
          ),
        ),
      );
      const found = findConflicts(asked).flatMap((conflict) => {
        const { kind, about, environment, from, until } = conflict;
        const span = { startMs: Date.parse(from), endMs: Date.parse(until) };
        return hoursOf(span).flatMap((atMs) =>
          conflict.with
            // Of those that fill a team, not all are at work in all of its full hours.
            .filter((name) =>
              asked.others.some(
                ({ release, windows }) =>
                  release === name &&
                  windows.some(
                    (each) =>
                      isAt(each, atMs) &&
                      (about[0] !== environment || each.environment === environment),
                  ),
              ),
            )
            .map((release) => `${environment} ${atMs} ${kind} ${about.join(',')} ${release}`),
        );
      });
      expect(new Set(found)).toEqual(new Set(expected));
    }),
  );
});

test('finds the same however the releases are listed', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const key = (conflict: ReturnType<typeof findConflicts>[number]) =>
        JSON.stringify({ ...conflict, reason: '', with: conflict.with.toSorted() });
      const reversed = { ...asked, others: asked.others.toReversed() };
      expect(findConflicts(reversed).map(key).toSorted()).toEqual(
        findConflicts(asked).map(key).toSorted(),
      );
    }),
  );
});

const entries = fc.array(
  fc
    .record({
      kind: fc.constantFrom('allow', 'freeze', 'embargo'),
      from: fc.integer({ min: 0, max: hours }),
      length: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ kind, from, length }): CalendarEntry => {
      const at = (hour: number) => new Date(origin + hour * hourMs).toISOString();
      const [start, end] = [at(from), at(from + length)];
      const id = `${kind}-${from}-${length}`;
      return { id, kind, title: 'Entry', environments: [], start, end, owner: 'management' };
    }),
  { maxLength: 4 },
);

test('the earliest slot is the first of all hours that a search by hand finds free', () => {
  fc.assert(
    fc.property(
      question,
      entries,
      fc.constantFrom(...environments),
      fc.integer({ min: 1, max: 8 }),
      fc.nat(8),
      (asked, given, environment, changing, watched) => {
        const length = changing + watched;
        const calendar = openCalendar(given);
        const scopes = [{ environment }];
        const isFree = (atMs: number) => inTheWay(asked, environment, atMs).size === 0;
        const isOpen = (atMs: number) =>
          decideWindow({ calendar, scopes, instant: new Date(atMs).toISOString() }).open;
        const starts = Array.from({ length: 2 * hours }, (_, index) => origin + index * hourMs);
        const expected = starts.find(
          (startMs) =>
            hoursOf({ startMs, endMs: startMs + length * hourMs }).every(isFree) &&
            hoursOf({ startMs, endMs: startMs + changing * hourMs }).every(isOpen),
        );
        const slot = freeSlot({
          ...asked,
          calendar,
          scopes,
          environment,
          notBeforeMs: origin,
          lengthMs: length * hourMs,
          changingMs: changing * hourMs,
        });
        expect(slot?.startMs).toBe(expected);
      },
    ),
  );
});
