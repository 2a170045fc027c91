import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { toLocalTime } from '../../../domain/calendar/local-time.ts';
import { type Transition, transitionsOf } from '../../support/calendar/zone-transitions.ts';

/** Of all kinds: half hours, two hours, at midnight, and winter time as the odd one. */
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Antarctica/Troll',
];
const [first, last] = [Date.UTC(2026, 0, 1), Date.UTC(2036, 0, 1)];
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Expected = { readonly entry: CalendarEntry; readonly fromMs: number; readonly toMs: number };

function freeze(timeZone: string, startMs: number, endMs: number, rrule?: string): CalendarEntry {
  return {
    id: 'freeze',
    kind: 'freeze',
    title: 'Freeze',
    environments: [],
    start: toLocalTime(startMs),
    end: toLocalTime(endMs),
    owner: 'management',
    timeZone,
    ...(rrule === undefined ? {} : { rrule }),
  };
}

/** What has to come out where clocks are set: by the rule, and not by the code. */
function expectedAt(timeZone: string, transition: Transition): readonly Expected[] {
  const { atMs, beforeMs, afterMs } = transition;
  const [least, most] = [Math.min(beforeMs, afterMs), Math.max(beforeMs, afterMs)];
  // Clocks show this time twice, or never.
  const odd = atMs + (least + most) / 2;
  const isGap = afterMs > beforeMs;
  const [oddStart, oddEnd] = isGap ? [atMs, atMs] : [odd - beforeMs, odd - afterMs];
  const [early, late] = [odd - 6 * hourMs, odd + 6 * hourMs];
  const [earlyMs, lateMs] = [early - beforeMs, late - afterMs];
  return [
    { entry: freeze(timeZone, odd, late), fromMs: oddStart, toMs: lateMs },
    { entry: freeze(timeZone, early, odd), fromMs: earlyMs, toMs: oddEnd },
    { entry: freeze(timeZone, early, late), fromMs: earlyMs, toMs: lateMs },
    // The same by a rule, which began a week before.
    ...[
      { startMs: odd, endMs: late, fromMs: oddStart, toMs: lateMs },
      { startMs: early, endMs: odd, fromMs: earlyMs, toMs: oddEnd },
    ].map(({ startMs, endMs, fromMs, toMs }) => ({
      entry: freeze(timeZone, startMs - 7 * dayMs, endMs - 7 * dayMs, 'FREQ=DAILY'),
      fromMs,
      toMs,
    })),
  ];
}

function questionsOn(entry: CalendarEntry) {
  const calendar = openCalendar([entry]);
  return (ms: number) =>
    decideWindow({ calendar, scopes: [{}], instant: new Date(ms).toISOString() });
}

describe.each(zones)('at every change of the clocks of %s until 2035', (zone) => {
  const transitions = transitionsOf(zone, first, last);

  test('an occurrence lasts from its local start to its local end', () => {
    expect(transitions.length).toBeGreaterThanOrEqual(19);
    for (const transition of transitions) {
      for (const { entry, fromMs, toMs } of expectedAt(zone, transition)) {
        const ask = questionsOn(entry);
        const until = new Date(toMs).toISOString();
        expect(ask(fromMs - 1)).toMatchObject({
          open: true,
          nextClose: new Date(fromMs).toISOString(),
          nextOpen: until,
        });
        expect(ask(fromMs)).toMatchObject({ open: false, until });
        expect(ask(toMs - 1)).toMatchObject({ open: false, until });
        expect(ask(toMs).open).toBe(true);
      }
    }
  });
});
