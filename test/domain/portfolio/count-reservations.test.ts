import type { Reservation } from '../../../domain/environment/reservation.ts';
import type { Contender } from '../../../domain/portfolio/contender.ts';
import { countReservations } from '../../../domain/portfolio/count-reservations.ts';

const startMs = Date.parse('2026-11-21T12:00:00Z');
const hourMs = 3_600_000;
const window = { environment: 'lab', startMs, endMs: startMs + 2 * hourMs };
const priority = { level: 'normal', reason: '', by: null } as const;
const known: Contender = {
  release: 'known',
  services: ['web'],
  teams: [],
  priority,
  windows: [window],
};

function reserved(release: string, hours: number, lasts = 1): Reservation {
  const from = startMs + hours * hourMs;
  const times = [from, from + lasts * hourMs].map((ms) => new Date(ms).toISOString());
  const [startsAt = '', endsAt = ''] = times;
  return { id: `r-${hours}`, environment: 'lab', release, startsAt, endsAt, by: 'p-rita' };
}

test('what is reserved counts as a window, once, also for a release that has not begun', () => {
  const counted = countReservations(
    [known],
    [reserved('known', 1), reserved('known', 5), reserved('coming', 8), reserved('coming', 9)],
  );
  const hoursOf = (each: Contender) => each.windows.map((at) => (at.startMs - startMs) / hourMs);
  expect(counted.map((each) => [each.release, hoursOf(each)])).toEqual([
    // The first lies within what it has planned anyway.
    ['known', [0, 5]],
    ['coming', [8, 9]],
  ]);
});
