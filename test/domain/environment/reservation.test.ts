import fc from 'fast-check';
import { grantNext, looksAgainAt } from '../../../domain/environment/grant-next.ts';
import { type LeaseBook, requestLease } from '../../../domain/environment/lease.ts';
import {
  earliestFree,
  overlapping,
  type Reservation,
  reservationAt,
} from '../../../domain/environment/reservation.ts';

const toInstant = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString();

function reserved(from: number, until: number, release = 'spring'): Reservation {
  const times = { startsAt: toInstant(from), endsAt: toInstant(until) };
  return { id: `r-${from}`, environment: 'production', release, by: 'p-rita', ...times };
}

function bookOf(
  reservations: readonly Reservation[],
  ...waiting: readonly { release: string; priority: number; isEmergency?: true }[]
): LeaseBook {
  const free = { environment: 'production', holders: [], fence: 4, queue: [], reservations };
  return waiting.reduce<LeaseBook>((book, request) => requestLease(book, request), free);
}

const other = { release: 'other', priority: 1 };
const spring = { release: 'spring', priority: 0 };

test('a reservation counts from its first instant, and no more at its last', () => {
  const list = [reserved(1, 2), reserved(2, 4)];
  const ids = [0, 1, 2, 4].map((hour) => reservationAt(list, toInstant(hour))?.id ?? null);
  expect(ids).toEqual([null, 'r-1', 'r-2', null]);
  expect(overlapping(list, reserved(0, 1))).toEqual([]);
  expect(overlapping(list, reserved(0, 3))).toHaveLength(2);
});

describe('while an environment is reserved', () => {
  const list = [reserved(1, 3)];

  test('it goes to that release alone, whoever comes before it in the queue', () => {
    const book = bookOf(list, other, spring);
    expect(grantNext(book, toInstant(2))).toMatchObject({
      holders: [{ release: 'spring' }],
      queue: [{ release: 'other' }],
    });
    expect(grantNext(book, toInstant(3)).holders[0]?.release).toBe('other');
  });

  test('it stays free for it, until the end at which the others are looked at again', () => {
    const book = bookOf(list, other);
    expect(grantNext(book, toInstant(1))).toBe(book);
    expect(looksAgainAt(book, toInstant(1))).toBe(toInstant(3));
    expect(grantNext(book, toInstant(3)).holders[0]?.release).toBe('other');
    expect(looksAgainAt(bookOf(list), toInstant(1))).toBeNull();
    expect(looksAgainAt(book, toInstant(0))).toBeNull();
  });

  test('an emergency may pass', () => {
    const hotfix = { release: 'hotfix', priority: 2, isEmergency: true } as const;
    expect(grantNext(bookOf(list, hotfix), toInstant(1)).holders[0]?.release).toBe('hotfix');
  });
});

const hours = fc.record({ from: fc.nat({ max: 60 }), lasts: fc.integer({ min: 1, max: 9 }) });

test('the earliest free slot is as long as the wanted one, not before it, and free', () => {
  fc.assert(
    fc.property(fc.array(hours, { maxLength: 12 }), hours, (others, wanted) => {
      const list = others.map(({ from, lasts }) => reserved(from, from + lasts));
      const asked = reserved(wanted.from, wanted.from + wanted.lasts);
      const free = earliestFree(list, asked);
      expect(overlapping(list, free)).toEqual([]);
      expect(free.startsAt >= asked.startsAt).toBe(true);
      const lastsMs = Date.parse(free.endsAt) - Date.parse(free.startsAt);
      expect(lastsMs).toBe(wanted.lasts * 3_600_000);
      // Nothing that begins earlier is free.
      for (let hour = wanted.from; toInstant(hour) < free.startsAt; hour += 1) {
        const earlier = reserved(hour, hour + wanted.lasts);
        expect(overlapping(list, earlier)).not.toEqual([]);
      }
    }),
  );
});

test('whoever waits comes to its turn, whatever is reserved meanwhile', () => {
  const releases = fc.constantFrom('a', 'b', 'c');
  const reservations = fc.array(fc.tuple(hours, releases), { maxLength: 8 });
  fc.assert(
    fc.property(reservations, (drawn) => {
      const list: Reservation[] = [];
      for (const [{ from, lasts }, release] of drawn) {
        const next = reserved(from, from + lasts, release);
        if (overlapping(list, next).length === 0) list.push(next);
      }
      const waiting = ['a', 'b', 'c'].map((release) => ({ release, priority: 0 }));
      let book = bookOf(list, ...waiting);
      for (let now: string | null = toInstant(0); now !== null; now = looksAgainAt(book, now)) {
        for (let next = grantNext(book, now); next !== book; next = grantNext(book, now)) {
          const active = reservationAt(list, now);
          if (active !== null) expect(next.holders[0]?.release).toBe(active.release);
          book = { ...next, holders: [] };
        }
      }
      expect(book.queue).toEqual([]);
    }),
  );
});
