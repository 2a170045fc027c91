import fc from 'fast-check';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';

const dayMs = 86_400_000;
const origin = Date.parse('2026-11-01T00:00:00Z');
const toInstant = (ms: number) => new Date(ms).toISOString();

/** Few days and many entries, so that boundaries meet. */
const day = fc.integer({ min: 0, max: 20 });
const entry: fc.Arbitrary<CalendarEntry> = fc
  .record({
    id: fc.string(),
    kind: fc.constantFrom('allow' as const, 'freeze' as const),
    environments: fc.constantFrom([], ['production'], ['staging']),
    start: day,
    days: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 5 }),
  })
  .map(({ start, days, ...rest }) => ({
    ...rest,
    title: 'An entry',
    owner: 'management',
    start: toInstant(origin + start * dayMs),
    end: days === null ? null : toInstant(origin + (start + days) * dayMs),
  }));
const entries = fc.array(entry, { maxLength: 6 });
const instant = fc.integer({ min: -1, max: 54 }).map((half) => origin + half * (dayMs / 2));

const ask = (given: readonly CalendarEntry[], ms: number) =>
  decideWindow({
    calendar: openCalendar(given),
    scopes: [{ environment: 'production' }],
    instant: toInstant(ms),
  });

/** Half a day is finer than any interval, and the last interval is over after 27 days. */
const laterThan = (ms: number) =>
  Array.from({ length: 60 }, (_, step) => ms + (step + 1) * (dayMs / 2));

describe('the calendar, whatever its entries', () => {
  test('is open at the next opening, and at no time between now and then', () => {
    fc.assert(
      fc.property(entries, instant, (given, now) => {
        const { open, nextOpen } = ask(given, now);
        fc.pre(!open);
        const end = nextOpen === null ? Number.POSITIVE_INFINITY : Date.parse(nextOpen);
        if (nextOpen !== null) expect(ask(given, end).open).toBe(true);
        for (const between of laterThan(now).filter((ms) => ms < end)) {
          expect(ask(given, between).open).toBe(false);
        }
      }),
    );
  });

  test('gives the same answer until the instant that it names, and the other one then', () => {
    fc.assert(
      fc.property(entries, instant, (given, now) => {
        const { open, until } = ask(given, now);
        const end = until === null ? Number.POSITIVE_INFINITY : Date.parse(until);
        if (until !== null) expect(ask(given, end).open).toBe(!open);
        for (const between of laterThan(now).filter((ms) => ms < end)) {
          expect(ask(given, between).open).toBe(open);
        }
      }),
    );
  });

  test('is never open during a freeze of the environment', () => {
    fc.assert(
      fc.property(entries, instant, (given, now) => {
        const frozen = given.some(
          ({ kind, environments, start, end }) =>
            kind === 'freeze' &&
            !environments.includes('staging') &&
            Date.parse(start) <= now &&
            (end === null || now < Date.parse(end)),
        );
        fc.pre(frozen);
        const answer = ask(given, now);
        expect(answer.open).toBe(false);
        expect(answer.by.length).toBeGreaterThan(0);
      }),
    );
  });

  test('is never opened by one more freeze', () => {
    fc.assert(
      fc.property(entries, entry, instant, (given, added, now) => {
        const freeze = { ...added, kind: 'freeze' as const };
        const opened = ask([...given, freeze], now).open && !ask(given, now).open;
        expect(opened).toBe(false);
      }),
    );
  });

  test('answers the same in whatever order the entries are listed', () => {
    fc.assert(
      fc.property(entries, instant, (given, now) => {
        const { open, nextOpen, until } = ask(given, now);
        expect(ask(given.toReversed(), now)).toMatchObject({ open, nextOpen, until });
      }),
    );
  });
});
