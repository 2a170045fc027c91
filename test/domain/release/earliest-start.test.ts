import fc from 'fast-check';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { earliestStart, earliestStarts } from '../../../domain/release/earliest-start.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';

const hourMs = 3_600_000;
const origin = Date.parse('2026-11-01T00:00:00Z');
const at = (hours: number) => new Date(origin + hours * hourMs).toISOString();
const now = at(10);

const entry: fc.Arbitrary<CalendarEntry> = fc
  .record({
    id: fc.string(),
    kind: fc.constantFrom('allow' as const, 'freeze' as const),
    environments: fc.constantFrom([], ['production'], ['staging']),
    start: fc.integer({ min: 0, max: 40 }),
    hours: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 5 }),
  })
  .map(({ start, hours, ...rest }) => ({
    ...rest,
    title: 'An entry',
    owner: 'management',
    start: at(start),
    end: hours === null ? null : at(start + hours),
  }));
const calendars = fc.array(entry, { maxLength: 6 });
const soakHours = fc.integer({ min: 0, max: 30 });

const timed = (hours: number) => {
  const stages = [
    aStage('promote', { from: 'staging', soakMs: hours * hourMs }),
    aStage('window'),
    aStage('deploy'),
  ];
  return aPlan(stages, { environments: ['staging', 'production'] });
};
/** A release that has passed staging at the hour 5. */
const passed: ReleaseState = {
  ...initialState(),
  seq: 1,
  passed: [{ environment: 'staging', manifestDigest: 'sha256:a', at: at(5) }],
};

/** The same, hour by hour; every boundary lies on an hour, and the last one before the hour 60. */
function firstHour(entries: readonly CalendarEntry[], soak: number): string | null {
  const hours = Array.from({ length: 60 }, (_, hour) => hour + 10);
  const calendar = openCalendar(entries);
  const open = (hour: number) =>
    decideWindow({ calendar, scopes: [{ environment: 'production' }], instant: at(hour) }).open;
  const first = hours.find((hour) => hour >= 5 + soak && open(hour));
  return first === undefined ? null : at(first);
}

describe('the earliest start, whatever the calendar', () => {
  test('is the first instant after the soak at which the calendar is open', () => {
    fc.assert(
      fc.property(calendars, soakHours, (entries, soak) => {
        const found = earliestStart({
          plan: timed(soak),
          state: passed,
          calendar: openCalendar(entries),
          now,
        });
        expect(found).toMatchObject({ environment: 'production', at: firstHour(entries, soak) });
        expect(found.reason).toMatch(/\w.*\.$/);
      }),
    );
  });

  test('never comes earlier by one more freeze', () => {
    fc.assert(
      fc.property(calendars, entry, soakHours, (entries, other, soak) => {
        const ask = (given: readonly CalendarEntry[]) =>
          earliestStart({ plan: timed(soak), state: passed, calendar: openCalendar(given), now })
            .at ?? '9';
        const frozen = [...entries, { ...other, kind: 'freeze' as const }];
        expect(ask(frozen) >= ask(entries)).toBe(true);
      }),
    );
  });

  test('is never in the past, and environments come one after the other', () => {
    fc.assert(
      fc.property(calendars, soakHours, (entries, soak) => {
        const staging = { environment: 'staging', id: 'staging/deploy' };
        const watch = aStage('stabilize', { environment: 'staging', id: 'staging/stabilize' });
        const plan = aPlan([aStage('deploy', staging), watch, ...timed(soak).stages]);
        const [first, second] = earliestStarts({
          plan,
          state: null,
          calendar: openCalendar(entries),
          now,
        });
        expect(first?.at).toBe(now);
        const least = Date.parse(now) + (soak + 24) * hourMs;
        if (second?.at !== null) expect(Date.parse(second?.at ?? '')).toBeGreaterThanOrEqual(least);
      }),
    );
  });
});

describe('the earliest start', () => {
  const asked = aPlan([aStage('approval'), aStage('window'), aStage('deploy')]);
  const freeze: CalendarEntry = {
    id: 'freeze',
    kind: 'freeze',
    title: 'Stocktaking',
    environments: [],
    start: at(0),
    end: at(20),
    owner: 'management',
  };

  test('is unknown when it depends on people alone, and says on whom', () => {
    const found = earliestStart({ plan: asked, state: null, calendar: openCalendar([]), now });
    expect(found).toEqual({
      environment: 'production',
      at: null,
      reason: 'It depends on people alone: 1 of cab must decide in production/approval.',
    });
  });

  test('is known when the calendar holds longer than people could', () => {
    const found = earliestStart({
      plan: asked,
      state: null,
      calendar: openCalendar([freeze]),
      now,
    });
    expect(found.at).toBe(at(20));
    expect(found.reason).toMatch(/Stocktaking.*Before that people decide: 1 of cab/);
  });

  test('is unknown while another release holds the environment', () => {
    const wait = { id: 'lease', stage: 'production/deploy', clearedBy: [], remedy: '', then: null };
    const queued = { ...wait, kind: 'lease' as const, reason: 'It is in the queue.', until: null };
    const state = { ...passed, waits: [{ ...queued, since: now }] };
    const found = earliestStart({ plan: asked, state, calendar: openCalendar([]), now });
    expect(found).toMatchObject({ at: null, reason: 'It is in the queue.' });
  });

  test('does not exist for a release that has ended or goes back', () => {
    for (const phase of ['closed', 'rolling-back'] as const) {
      const state = { ...passed, phase };
      expect(earliestStart({ plan: asked, state, calendar: openCalendar([]), now }).at).toBeNull();
    }
  });
});
