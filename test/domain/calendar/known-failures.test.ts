import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry, CalendarScope } from '../../../domain/calendar/entry.ts';

/** What went wrong with the calendars of other systems, by the reports of the people it hit. */
const berlin: CalendarEntry = {
  id: 'nightly',
  kind: 'freeze',
  title: 'Nightly batch',
  environments: ['production'],
  start: '2027-01-01T13:00:00',
  end: '2027-01-01T14:00:00',
  owner: 'operations',
  timeZone: 'Europe/Berlin',
  rrule: 'FREQ=DAILY',
};

function ask(
  entries: readonly Partial<CalendarEntry>[],
  instant: string,
  scope: CalendarScope = { environment: 'production' },
) {
  const calendar = openCalendar(entries.map((entry) => ({ ...berlin, ...entry })));
  return decideWindow({ calendar, scopes: [scope], instant });
}

/** The same once, between two instants. */
function askOnce(start: string, end: string, instant: string) {
  const { id, kind, title, environments, owner } = berlin;
  const calendar = openCalendar([{ id, kind, title, environments, owner, start, end }]);
  return decideWindow({ calendar, scopes: [{ environment: 'production' }], instant });
}

describe('a calendar entry', () => {
  test('of the future closes nothing today (OctopusDeploy/Issues#9621)', () => {
    const future = ['2027-09-01T00:00:00Z', '2027-09-02T00:00:00Z'] as const;
    expect(askOnce(...future, '2027-03-01T00:00:00Z')).toMatchObject({ open: true, by: [] });
  });

  test('that recurs is asked for the scheduled time (OctopusDeploy/Issues#9599)', () => {
    expect(ask([{}], '2027-03-01T12:30:00Z').open).toBe(false);
    expect(ask([{}], '2027-03-01T13:30:00Z').open).toBe(true);
  });

  test('that denies closes nothing outside of its time (argo-cd#5590)', () => {
    expect(ask([{}], '2027-03-01T11:59:59Z').open).toBe(true);
    expect(ask([{}], '2027-03-01T13:00:00Z').open).toBe(true);
  });

  test('that allows is enough, though others that allow are inactive (argo-cd#10425)', () => {
    const inactive = { id: 'friday', kind: 'allow', rrule: 'FREQ=WEEKLY;BYDAY=FR' } as const;
    const active = { id: 'monday', kind: 'allow', rrule: 'FREQ=WEEKLY;BYDAY=MO' } as const;
    const answer = ask([inactive, active], '2027-03-01T12:30:00Z');
    expect(answer).toMatchObject({ open: true, by: ['monday'] });
  });

  test('follows the clocks of its own zone, whatever the machine’s (argo-cd#3204, #3831)', () => {
    expect(ask([{}], '2027-07-01T11:30:00Z').open).toBe(false);
    expect(ask([{}], '2027-07-01T12:30:00Z').open).toBe(true);
    const tokyo = { timeZone: 'Asia/Tokyo' };
    expect(ask([tokyo], '2027-07-01T04:30:00Z').open).toBe(false);
  });

  test('keeps its time of day over the change of clocks (screwdriver#2521)', () => {
    const closes = ['2027-03-27T12:00:00Z', '2027-03-28T11:00:00Z', '2027-10-31T12:00:00Z'];
    for (const instant of closes) {
      expect(ask([{}], instant).open).toBe(false);
      const before = new Date(Date.parse(instant) - 1).toISOString();
      expect(ask([{}], before).open).toBe(true);
    }
  });

  test('may be one date that never comes back (gitlab#247110)', () => {
    const holiday = ['2027-12-24T00:00:00Z', '2027-12-27T00:00:00Z'] as const;
    expect(askOnce(...holiday, '2027-12-25T00:00:00Z').open).toBe(false);
    expect(askOnce(...holiday, '2028-12-25T00:00:00Z').open).toBe(true);
  });

  test('matches by all that it names, and not by any of it (argocd-operator#1609)', () => {
    const both = { services: ['web'] };
    const during = '2027-03-01T12:30:00Z';
    expect(ask([both], during, { environment: 'production', service: 'orders' }).open).toBe(true);
    expect(ask([both], during, { environment: 'production' }).open).toBe(true);
    expect(ask([both], during, { environment: 'production', service: 'web' }).open).toBe(false);
  });
});

test('the next opening is where entries that follow each other end', () => {
  const first = { id: 'first', end: '2027-01-01T15:00:00' };
  const second = { id: 'second', start: '2027-01-01T15:00:00', end: '2027-01-01T18:00:00' };
  expect(ask([first, second], '2027-03-01T12:30:00Z')).toMatchObject({
    by: ['first'],
    nextOpen: '2027-03-01T17:00:00.000Z',
    nextClose: '2027-03-02T12:00:00.000Z',
  });
});
