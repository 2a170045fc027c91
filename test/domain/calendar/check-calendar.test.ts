import { checkCalendar } from '../../../domain/calendar/check-calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { aCatalog } from '../../support/builders/plan-sources.ts';

const entry: CalendarEntry = {
  id: 'freeze',
  kind: 'freeze',
  title: 'Freeze',
  environments: ['production'],
  start: '2026-12-01T00:00:00Z',
  end: null,
  owner: 'cab',
};

describe('a calendar', () => {
  test('of known groups and environments is accepted', () => {
    expect(checkCalendar([entry], aCatalog())).toEqual([]);
  });

  test('with unknown names or an id twice gets all problems at once', () => {
    const wrong = { ...entry, owner: 'cap', environments: ['producton'] };
    expect(checkCalendar([entry, wrong], aCatalog())).toMatchObject([
      { code: 'duplicate-name', pointer: '/spec/entries/1/id' },
      { code: 'unknown-group', pointer: '/spec/entries/1/owner' },
      { code: 'unknown-environment', pointer: '/spec/entries/1/environments/0' },
    ]);
  });

  test('that names regions is held to those of the catalog, if it has any', () => {
    const [environment] = aCatalog().environments;
    if (environment === undefined) throw new Error('The catalog has no environment.');
    const inEurope = aCatalog({ environments: [{ ...environment, region: 'eu' }] });
    const speaking = { ...entry, environments: [], regions: ['ue'] };
    expect(checkCalendar([speaking], inEurope)).toMatchObject([
      { code: 'unknown-region', remedy: expect.stringContaining('Did you mean `eu`?') },
    ]);
    expect(checkCalendar([speaking], aCatalog())).toEqual([]);
  });

  test('that names services and teams is held to those of the catalog', () => {
    const speaking = { ...entry, services: ['wen'], teams: ['engineer'] };
    expect(checkCalendar([speaking], aCatalog())).toMatchObject([
      { code: 'unknown-service', pointer: '/spec/entries/0/services/0' },
      { code: 'unknown-group', pointer: '/spec/entries/0/teams/0' },
    ]);
  });
});
