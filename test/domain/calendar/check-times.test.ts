import { checkCalendar } from '../../../domain/calendar/check-calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { aCatalog } from '../../support/builders/plan-sources.ts';

const weekly: CalendarEntry = {
  id: 'weekend',
  kind: 'freeze',
  title: 'Weekend',
  environments: [],
  start: '2026-11-27T16:00:00',
  end: '2026-11-30T08:00:00',
  owner: 'cab',
  timeZone: 'Europe/Berlin',
  rrule: 'FREQ=WEEKLY;BYDAY=FR',
};

const check = (change: Partial<CalendarEntry>) =>
  checkCalendar([{ ...weekly, ...change }], aCatalog());

describe('a recurrence', () => {
  test.each([
    'FREQ=WEEKLY;BYDAY=FR',
    'RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=10',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=DAILY;INTERVAL=2;UNTIL=20271231T230000Z',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=HOURLY;INTERVAL=6',
  ])('%s can be followed', (rrule) => {
    expect(check({ rrule })).toEqual([]);
  });

  test.each([
    ['FREQ=WEEKLY;COUNT=3;UNTIL=20271231T230000Z', /COUNT and UNTIL stand together/],
    ['FREQ=SECONDLY', /FREQ is `SECONDLY`/],
    ['FREQ=FORTNIGHTLY', /FREQ is `FORTNIGHTLY`/],
    ['BYDAY=FR', /says no FREQ/],
    ['FREQ=WEEKLY;BYDAY=FRI', /BYDAY is `FRI`/],
    ['FREQ=WEEKLY;BYDAY=1FR', /BYDAY/],
    ['FREQ=YEARLY;BYMONTH=13', /BYMONTH is `13`; it goes from 1 to 12/],
    ['FREQ=DAILY;INTERVAL=0', /INTERVAL is `0`/],
    ['FREQ=DAILY;COUNT=0', /COUNT is `0`/],
    ['FREQ=DAILY;UNTIL=tomorrow', /UNTIL is `TOMORROW`/],
    ['FREQ=DAILY;UNTIL=20261301T000000Z', /UNTIL/],
    ['FREQ=DAILY;UNTIL=20200101T000000Z', /never takes place/],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', /never takes place/],
    ['FREQ=DAILY;FREQ=WEEKLY', /FREQ stands twice/],
    ['FREQ=DAILY;EVERY=2', /no part `EVERY`/],
    ['every friday', /no part of a rule/],
    ['FREQ=HOURLY;BYMINUTE=0,10,20,30', /more than 1000 times a month/],
  ])('%s is refused with its reason', (rrule, message) => {
    expect(check({ rrule })).toMatchObject([
      {
        code: 'invalid-recurrence',
        pointer: '/spec/entries/0/rrule',
        message: expect.stringMatching(message),
        remedy: expect.stringContaining('FREQ=WEEKLY'),
      },
    ]);
  });
});

describe('the times of an entry', () => {
  test.each([
    ['a zone that is none', { timeZone: 'Europe/Berlim' }, 'unknown-time-zone', 'timeZone'],
    ['an offset as its zone', { timeZone: '+01:00' }, 'unknown-time-zone', 'timeZone'],
    ['an end before its start', { end: '2026-11-27T15:00:00' }, 'end-before-start', 'end'],
    ['an end at its start', { end: weekly.start }, 'end-before-start', 'end'],
    ['a start before all time', { start: '0001-01-01T00:00:00' }, 'time-too-far', 'start'],
    ['no end of what recurs', { end: null }, 'endless-recurrence', 'end'],
  ])('are refused with %s', (_, change, code, field) => {
    expect(check(change)).toMatchObject([{ code, pointer: `/spec/entries/0/${field}` }]);
  });

  test('name the nearest zone', () => {
    const [found] = check({ timeZone: 'Europe/Berlim' });
    expect(found?.remedy).toContain('Did you mean `Europe/Berlin`?');
  });

  test('need a zone for a recurrence, and for what clocks show', () => {
    const { timeZone: _, ...entry } = weekly;
    expect(checkCalendar([entry], aCatalog())).toMatchObject([
      { code: 'time-without-zone', pointer: '/spec/entries/0/start' },
      { code: 'time-without-zone', pointer: '/spec/entries/0/end' },
      { code: 'recurrence-without-zone', pointer: '/spec/entries/0/rrule' },
    ]);
  });

  test('may be instants, which are read by the clocks of the zone', () => {
    const instants = { start: '2026-11-27T15:00:00.000Z', end: '2026-11-30T07:00:00.000Z' };
    expect(check(instants)).toEqual([]);
  });

  test('know exceptions of what recurs alone', () => {
    const { rrule: _, ...once } = weekly;
    const entry = { ...once, exceptions: [weekly.start] };
    expect(checkCalendar([entry], aCatalog())).toMatchObject([
      { code: 'exceptions-without-recurrence' },
    ]);
  });
});
