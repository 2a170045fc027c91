import fc from 'fast-check';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry, CalendarScope } from '../../../domain/calendar/entry.ts';
import { toLocalTime } from '../../../domain/calendar/local-time.ts';
import { offsetOf } from '../../support/calendar/zone-transitions.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
/** A Monday; the clocks of Berlin and New York are set within the weeks around it. */
const origin = Date.UTC(2026, 9, 19);
const days = 21;

/** A daily or weekly rule that the oracle understands by itself. */
type Given = {
  readonly kind: CalendarEntry['kind'];
  readonly timeZone: string;
  readonly startMinute: number;
  readonly minutes: number;
  readonly everyDays: number | null;
  readonly times: number;
  readonly scope: {
    readonly [Name in 'environments' | 'regions' | 'services' | 'teams']: string[];
  };
};

const someOf = (...names: string[]) => fc.subarray(names, { minLength: 0, maxLength: 1 });
const given: fc.Arbitrary<Given> = fc.record({
  kind: fc.constantFrom('allow', 'freeze', 'blackout', 'embargo', 'maintenance'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
  startMinute: fc.integer({ min: 0, max: 14 * 96 }).map((quarter) => quarter * 15),
  minutes: fc.integer({ min: 1, max: 200 }).map((quarter) => quarter * 15),
  everyDays: fc.constantFrom(null, 1, 2, 7),
  times: fc.integer({ min: 1, max: 8 }),
  scope: fc.record({
    environments: someOf('production', 'staging'),
    regions: someOf('eu', 'us'),
    services: someOf('web', 'orders'),
    teams: someOf('shop', 'pay'),
  }),
});

function toEntry({ startMinute, minutes, everyDays, times, scope, ...rest }: Given, index: number) {
  const startMs = origin + startMinute * minuteMs;
  return {
    ...rest,
    ...scope,
    id: `entry-${index}`,
    title: 'An entry',
    owner: 'management',
    start: toLocalTime(startMs),
    end: toLocalTime(startMs + minutes * minuteMs),
    ...(everyDays === null ? {} : { rrule: `FREQ=DAILY;INTERVAL=${everyDays};COUNT=${times}` }),
  } satisfies CalendarEntry;
}

/**
 * Whether clocks were within an occurrence: the first minute at which they show its start or later
 * opens it, and it is over when they will never again show a time before its end.
 */
function isActive({ timeZone, startMinute, minutes, everyDays, times }: Given, ms: number) {
  const shown = (at: number) => at + offsetOf(timeZone, at);
  const occurrences = everyDays === null ? [0] : Array.from({ length: times }, (_, nth) => nth);
  // Clocks go back by an hour at most here, and an hour is all that has to be looked at.
  const around = Array.from({ length: 4 }, (_, half) => half * 30 * minuteMs);
  const mostShown = Math.max(...around.map((back) => shown(ms - back)), shown(ms));
  const leastShown = Math.min(...around.map((ahead) => shown(ms + ahead)));
  return occurrences.some((nth) => {
    const startMs = origin + (startMinute + nth * (everyDays ?? 0) * 1440) * minuteMs;
    return mostShown >= startMs && leastShown < startMs + minutes * minuteMs;
  });
}

function applies({ scope }: Given, asked: CalendarScope): boolean {
  const fits = (names: string[], value: string | undefined) =>
    names.length === 0 || names.some((name) => name === value);
  return (
    fits(scope.environments, asked.environment) &&
    fits(scope.regions, asked.region) &&
    fits(scope.services, asked.service) &&
    fits(scope.teams, asked.team)
  );
}

function oracle(all: readonly Given[], scope: CalendarScope, ms: number) {
  const matching = all
    .map((each, index) => ({ each, index }))
    .filter(({ each }) => applies(each, scope));
  const active = matching.filter(({ each }) => isActive(each, ms));
  const idsOf = (found: typeof active) => found.map(({ index }) => `entry-${index}`);
  const denying = active.filter(({ each }) => each.kind !== 'allow');
  if (denying.length > 0) return { open: false, by: idsOf(denying) };
  const mustBeAllowed = matching.some(({ each }) => each.kind === 'allow');
  return { open: !mustBeAllowed || active.length > 0, by: idsOf(active) };
}

const scope: fc.Arbitrary<CalendarScope> = fc.record(
  {
    environment: fc.constantFrom('production', 'staging'),
    region: fc.constantFrom('eu', 'us'),
    service: fc.constantFrom('web', 'orders'),
    team: fc.constantFrom('shop', 'pay'),
  },
  { requiredKeys: [] },
);
const quarterHour = fc.integer({ min: -96, max: days * 96 }).map((q) => origin + q * 15 * minuteMs);

describe('the calendar, against one that looks at every quarter of an hour', () => {
  test('gives the same answer, by the same entries, with the same changes', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 5 }), scope, quarterHour, (all, asked, nowMs) => {
        const calendar = openCalendar(all.map(toEntry));
        const instant = new Date(nowMs).toISOString();
        const answer = decideWindow({ calendar, scopes: [asked], instant });
        const now = oracle(all, asked, nowMs);
        expect(answer).toMatchObject(now);
        const next = { open: null as string | null, close: null as string | null };
        let open = now.open;
        for (let ms = nowMs; ms < origin + 80 * dayMs; ms += 15 * minuteMs) {
          const then = oracle(all, asked, ms).open;
          if (then === open) continue;
          open = then;
          next[then ? 'open' : 'close'] ??= new Date(ms).toISOString();
          if (next.open !== null && next.close !== null) break;
        }
        expect(answer.nextOpen).toBe(next.open);
        expect(answer.nextClose).toBe(next.close);
        expect(answer.until).toBe(now.open ? next.close : next.open);
      }),
      { numRuns: 60 },
    );
  });

  test('answers for several scopes together what each of them answers alone', () => {
    const several = fc.array(scope, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(given, { maxLength: 6 }), several, quarterHour, (all, asked, nowMs) => {
        const calendar = openCalendar(all.map(toEntry));
        const ask = (scopes: readonly CalendarScope[], ms: number) =>
          decideWindow({ calendar, scopes, instant: new Date(ms).toISOString() });
        const together = ask(asked, nowMs);
        expect(together.open).toBe(asked.every((each) => ask([each], nowMs).open));
        if (together.nextOpen !== null && !together.open) {
          const atMs = Date.parse(together.nextOpen);
          expect(asked.every((each) => ask([each], atMs).open)).toBe(true);
          expect(asked.every((each) => ask([each], atMs - 1).open)).toBe(false);
        }
      }),
    );
  });
});
