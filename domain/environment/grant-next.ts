import { isFull, keepsLastPlace, sharesService } from './in-the-way.ts';
import type { Decided, Expected, LeaseBook, LeaseRequest } from './lease.ts';
import { reservationAt } from './reservation.ts';

/**
 * Gives a free place of an environment to the first in the queue who may have it at `now`, under
 * the next fencing number. The same book when nothing changes.
 */
export function grantNext(book: LeaseBook, now: string, decided: Decided = {}): LeaseBook {
  const next = isFull(book)
    ? undefined
    : book.queue.find((one) => mayHave(book, one, now) && !isOvertaking(book, one, now, decided));
  if (next === undefined) return book;
  const { release, services } = next;
  const fence = book.fence + 1;
  const held = { release, since: now, fence, place: freePlace(book) };
  const holders = [...book.holders, services === undefined ? held : { ...held, services }];
  return { ...book, holders, fence, queue: book.queue.filter((request) => request !== next) };
}

/**
 * No two releases change the same service at once. Nobody overtakes whoever waits for one of the
 * same services either, or a release that changes many of them would wait for ever.
 */
function mayHave(book: LeaseBook, request: LeaseRequest, now: string): boolean {
  if (isKeptOut(book, request, now)) return false;
  const earlier = book.queue.slice(0, book.queue.indexOf(request));
  const waiting = earlier.filter((one) => !isKeptOut(book, one, now));
  return ![...book.holders, ...waiting].some((one) => sharesService(one, request));
}

/**
 * Whether a release of higher priority is about to ask for the same place: the calendar had held
 * it, and who wakes first shall not go first for that.
 */
function isOvertaking(
  book: LeaseBook,
  request: LeaseRequest,
  now: string,
  decided: Decided,
): boolean {
  const rank = decided[request.release] ?? request.priority;
  const before = expectedAt(book, now).filter(
    (one) =>
      one.priority > rank &&
      !isKeptOut(book, one, now) &&
      !book.holders.some((held) => sharesService(held, one)),
  );
  if (before.some((one) => sharesService(one, request))) return true;
  return before.length >= (book.capacity ?? 1) - book.holders.length;
}

/** Those that others wait for still. */
function expectedAt({ expected = [] }: LeaseBook, now: string): readonly Expected[] {
  return expected.filter(({ until }) => now < until);
}

/**
 * While an environment is reserved, one place of it goes to that release alone, and to
 * emergencies.
 */
function isKeptOut(book: LeaseBook, { release, isEmergency }: LeaseRequest, now: string): boolean {
  const reserved = reservationAt(book.reservations ?? [], now);
  if (reserved === null || reserved.release === release || isEmergency === true) return false;
  return keepsLastPlace(book, reserved);
}

function freePlace({ holders }: LeaseBook): number {
  const taken = new Set(holders.map(({ place }) => place));
  let place = 1;
  while (taken.has(place)) place += 1;
  return place;
}

/** How often somebody looks whether those who are expected still come. */
const lookAgainMs = 30_000;

/**
 * When an environment with a free place that nobody in its queue may have is to be looked at again:
 * soon, while others are expected, or at the end of the reservation that keeps them out. Null where
 * there is nothing to look for.
 */
export function looksAgainAt(book: LeaseBook, now: string): string | null {
  if (isFull(book) || book.queue.length === 0) return null;
  const reserved = reservationAt(book.reservations ?? [], now)?.endsAt ?? null;
  if (expectedAt(book, now).length === 0) return reserved;
  const soon = new Date(Date.parse(now) + lookAgainMs).toISOString();
  return reserved !== null && reserved < soon ? reserved : soon;
}
