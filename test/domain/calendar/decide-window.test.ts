import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { decideWindow } from '../../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';

function entry(change: Partial<CalendarEntry> & Pick<CalendarEntry, 'id' | 'kind'>): CalendarEntry {
  return {
    title: `The ${change.id}`,
    environments: ['production'],
    start: '2026-12-01T00:00:00Z',
    end: '2026-12-10T00:00:00Z',
    owner: 'management',
    ...change,
  };
}

function ask(entries: readonly CalendarEntry[], instant: string, environment = 'production') {
  return decideWindow({ calendar: openCalendar(entries), scopes: [{ environment }], instant });
}

const freeze = entry({ id: 'freeze', kind: 'freeze' });
const window = entry({ id: 'window', kind: 'allow' });

describe('the calendar', () => {
  test('is open where nothing speaks of the environment, and knows no end', () => {
    expect(ask([freeze], '2026-12-05T00:00:00Z', 'staging')).toMatchObject({
      open: true,
      by: [],
      nextOpen: null,
      until: null,
    });
  });

  test('is closed during a freeze, and says which, until when, and who can lift it', () => {
    expect(ask([freeze], '2026-12-05T00:00:00Z')).toEqual({
      open: false,
      by: ['freeze'],
      reason: 'production is closed by the freeze “The freeze”, until 2026-12-10T00:00:00.000Z.',
      nextOpen: '2026-12-10T00:00:00.000Z',
      nextClose: null,
      until: '2026-12-10T00:00:00.000Z',
      liftedBy: ['management'],
    });
  });

  test('counts the first instant of an interval as inside and its end as outside', () => {
    expect(ask([freeze], '2026-11-30T23:59:59.999Z').open).toBe(true);
    expect(ask([freeze], '2026-12-01T00:00:00Z').open).toBe(false);
    expect(ask([freeze], '2026-12-09T23:59:59.999Z').open).toBe(false);
    expect(ask([freeze], '2026-12-10T00:00:00Z').open).toBe(true);
  });

  test('lets a freeze win over a window', () => {
    expect(ask([freeze, window], '2026-12-05T00:00:00Z')).toMatchObject({
      open: false,
      by: ['freeze'],
    });
  });

  test('is closed between windows once a window speaks of the environment', () => {
    const answer = ask([window], '2026-11-20T00:00:00Z');
    expect(answer).toMatchObject({ open: false, by: [], nextOpen: '2026-12-01T00:00:00.000Z' });
    expect(answer.liftedBy).toEqual(['management']);
    expect(ask([window], '2026-12-05T00:00:00Z')).toMatchObject({
      open: true,
      by: ['window'],
      until: '2026-12-10T00:00:00.000Z',
    });
  });
});

describe('the calendar, asked when it opens', () => {
  test('finds the next opening behind a freeze that outlasts the next window', () => {
    const later = entry({
      id: 'later',
      kind: 'allow',
      start: '2026-12-08T00:00:00Z',
      end: '2026-12-12T00:00:00Z',
    });
    expect(ask([freeze, later], '2026-12-05T00:00:00Z').nextOpen).toBe('2026-12-10T00:00:00.000Z');
  });

  test('knows no opening behind an entry without an end', () => {
    const embargo = entry({ id: 'embargo', kind: 'freeze', end: null });
    const answer = ask([embargo], '2026-12-05T00:00:00Z');
    expect(answer).toMatchObject({ open: false, nextOpen: null, until: null });
    expect(answer.reason).toContain('with no known end');
  });

  test('applies an entry without environments everywhere', () => {
    const everywhere = entry({ id: 'everywhere', kind: 'freeze', environments: [] });
    expect(ask([everywhere], '2026-12-05T00:00:00Z', 'dev').open).toBe(false);
  });

  test('refuses an instant that it cannot read instead of being open', () => {
    const broken = entry({ id: 'broken', kind: 'freeze', start: 'tomorrow' });
    expect(() => ask([broken], '2026-12-05T00:00:00Z')).toThrow(/no instant `tomorrow`/);
  });
});
