import { openCalendar } from '../../domain/calendar/calendar.ts';
import { decideWindow } from '../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { readICalendar } from '../../spec/icalendar/read.ts';
import type { EventDefaults } from '../../spec/icalendar/read-event.ts';
import { writeICalendar } from '../../spec/icalendar/write.ts';

const defaults: EventDefaults = {
  calendar: 'holidays',
  kind: 'blackout',
  owner: 'management',
  environments: ['production'],
  regions: [],
  services: [],
  teams: [],
  timeZone: null,
};

const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const file = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');

const weekly = [
  'UID:weekly',
  'SUMMARY:Closing',
  'DTSTART;TZID=Europe/Berlin:20270101T160000',
  'DTEND;TZID=Europe/Berlin:20270101T200000',
  'RRULE:FREQ=WEEKLY;BYDAY=FR',
];

function entriesOf(text: string, change: Partial<EventDefaults> = {}): readonly CalendarEntry[] {
  const read = readICalendar(text, { ...defaults, ...change });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.entries;
}

function problemsOf(text: string) {
  const read = readICalendar(text, defaults);
  return 'problems' in read ? read.problems : [];
}

const isOpen = (entries: readonly CalendarEntry[], instant: string) =>
  decideWindow({
    calendar: openCalendar(entries),
    scopes: [{ environment: 'production' }],
    instant,
  }).open;

describe('an iCalendar file', () => {
  test('becomes entries of the kind, scope and owner that its importer says', () => {
    expect(entriesOf(file(...event(...weekly)))).toMatchObject([
      {
        id: expect.stringMatching(/^holidays-[0-9a-f]{20}$/),
        kind: 'blackout',
        title: 'Closing',
        environments: ['production'],
        owner: 'management',
        start: '2027-01-01T16:00:00',
        end: '2027-01-01T20:00:00',
        timeZone: 'Europe/Berlin',
        rrule: 'FREQ=WEEKLY;BYDAY=FR',
      },
    ]);
  });

  test('takes away what it cancels, and moves what it moves', () => {
    const moved = event(
      'UID:weekly',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270115T160000',
      'DTSTART;TZID=Europe/Berlin:20270116T100000',
      'DURATION:PT2H',
    );
    const cancelled = event(
      'UID:weekly',
      'RECURRENCE-ID:20270122T150000Z',
      'STATUS:CANCELLED',
      'DTSTART;TZID=Europe/Berlin:20270122T160000',
    );
    const without = 'EXDATE;TZID=Europe/Berlin:20270108T160000';
    // What moves an occurrence may stand before what it belongs to.
    const entries = entriesOf(file(...moved, ...event(...weekly, without), ...cancelled));
    const closed = ['2027-01-01T15:00:00Z', '2027-01-16T09:00:00Z', '2027-01-29T15:00:00Z'];
    expect(closed.map((instant) => isOpen(entries, instant))).toEqual([false, false, false]);
    const open = ['2027-01-08T15:00:00Z', '2027-01-15T15:00:00Z', '2027-01-22T15:00:00Z'];
    expect(open.map((instant) => isOpen(entries, instant))).toEqual([true, true, true]);
  });

  test('knows days and times without a zone, in the zone that it or its importer says', () => {
    const day = event('UID:day', 'DTSTART;VALUE=DATE:20270501');
    const [entry] = entriesOf(file(...day), { timeZone: 'Europe/Berlin' });
    expect(entry).toMatchObject({ start: '2027-05-01T00:00:00', end: '2027-05-02T00:00:00' });
    const own = file('X-WR-TIMEZONE:Asia/Tokyo', ...day);
    expect(entriesOf(own)).toMatchObject([{ timeZone: 'Asia/Tokyo' }]);
    expect(problemsOf(file(...day))).toMatchObject([{ code: 'time-without-zone', event: 'day' }]);
  });
});

describe('a malformed iCalendar file', () => {
  const good = event(...weekly);
  test.each([
    ['that is none', '<html>Sign in</html>', 'malformed-icalendar'],
    ['that is empty', '', 'malformed-icalendar'],
    ['that breaks off', file(...good).slice(0, -40), 'malformed-icalendar'],
    [
      'with a day that is none',
      file(...event('UID:a', 'DTSTART:20271340T100000Z')),
      'impossible-time',
    ],
    ['without an end', file(...event('UID:a', 'DTSTART:20270101T100000Z')), 'event-without-end'],
    ['without a start', file(...event('UID:a')), 'event-without-start'],
    ['without a UID', file(...event('DTSTART:20270101T100000Z')), 'event-without-uid'],
    [
      'with a zone that is none',
      file(...event('UID:a', 'DTSTART;TZID=W. Europe Standard Time:20270101T100000')),
      'unknown-time-zone',
    ],
  ])('%s is told, and nothing of it is taken', (_, text, code) => {
    expect(problemsOf(text)).toMatchObject([{ code, remedy: expect.stringMatching(/\w.*\.$/) }]);
  });

  test('tells every event that is wrong', () => {
    const text = file(...good, ...event('UID:a'), ...event('UID:b', 'DTSTART:20270199T100000Z'));
    expect(problemsOf(text).map((problem) => problem.event)).toEqual(['a', 'b']);
  });
});

describe('the calendar as an iCalendar file', () => {
  test('says the same when it is read again', () => {
    const text = writeICalendar(
      [
        ...entriesOf(file(...event(...weekly, 'EXDATE;TZID=Europe/Berlin:20270108T160000'))),
        {
          id: 'embargo',
          kind: 'embargo',
          title: 'Results; “quiet”, until told',
          environments: [],
          start: '2027-03-01T00:00:00.000Z',
          end: null,
          owner: 'board',
        },
      ],
      '2027-01-01T00:00:00Z',
    );
    const read = entriesOf(text, { timeZone: 'UTC' });
    expect(read.map(({ title }) => title)).toEqual([
      'blackout: Closing',
      'embargo: Results; “quiet”, until told',
    ]);
    const instants = ['2027-01-01T15:00:00Z', '2027-01-08T15:00:00Z', '2027-07-02T14:00:00Z'];
    expect(instants.map((instant) => isOpen(read, instant))).toEqual([false, true, false]);
    expect(isOpen(read, '2027-03-01T00:00:00Z')).toBe(false);
  });
});
