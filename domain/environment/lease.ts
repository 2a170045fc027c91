import { type Reservation, reservationAt } from './reservation.ts';

/** `priority` is what the release says of itself; more is earlier, 0 is usual. */
export type LeaseRequest = {
  readonly release: string;
  readonly priority: number;
  /** Whether its class is `emergency`. Absent: it is not. */
  readonly isEmergency?: true;
};

/** Who holds an environment, under which fencing number, and who comes next. */
export type LeaseBook = {
  readonly environment: string;
  readonly holder: { readonly release: string; readonly since: string } | null;
  /** Number of the latest grant; it only grows. */
  readonly fence: number;
  readonly queue: readonly LeaseRequest[];
  /** The emergency release for which the holder was asked to give way; absent: none. */
  readonly recalledFor?: string;
  /** Those that have not ended, as they were read last; absent: none. */
  readonly reservations?: readonly Reservation[];
};

/** What others have decided by now, by names of releases; it counts over what these say. */
export type Decided = Readonly<Record<string, number>>;

/**
 * Puts a release into the queue: higher priority first, then the order of asking. Asking twice is
 * asking once.
 */
export function requestLease(
  book: LeaseBook,
  request: LeaseRequest,
  decided: Decided = {},
): LeaseBook {
  const known =
    book.holder?.release === request.release ||
    book.queue.some(({ release }) => release === request.release);
  if (known) return book;
  return reorderQueue({ ...book, queue: [...book.queue, request] }, decided);
}

/** Puts the queue into the order that counts by now. Those that are level stay in their order. */
export function reorderQueue(book: LeaseBook, decided: Decided): LeaseBook {
  const rankOf = ({ release, priority }: LeaseRequest) => decided[release] ?? priority;
  const queue = book.queue.toSorted((left, right) => rankOf(right) - rankOf(left));
  return { ...book, queue };
}

/** Takes the environment back from a release, or the release out of the queue. */
export function returnLease(book: LeaseBook, release: string): LeaseBook {
  const queue = book.queue.filter((waiting) => waiting.release !== release);
  return book.holder?.release === release ? freed({ ...book, queue }) : { ...book, queue };
}

/**
 * Takes the environment back from a holder that gives way, and lets it be the next of its priority.
 * The same book when it is not the holder under this fence: then it was heard before.
 */
export function letGiveWay(
  book: LeaseBook,
  { fence, ...request }: LeaseRequest & { readonly fence: number },
  decided: Decided = {},
): LeaseBook {
  if (book.holder?.release !== request.release || book.fence !== fence) return book;
  return reorderQueue({ ...freed(book), queue: [request, ...book.queue] }, decided);
}

function freed(book: LeaseBook): LeaseBook {
  const { recalledFor: _, ...rest } = book;
  return { ...rest, holder: null };
}

/**
 * Gives a free environment to the first in the queue who may have it at `now`, under the next
 * fencing number. The same book when nothing changes.
 */
export function grantNext(book: LeaseBook, now: string): LeaseBook {
  const next = book.queue.find((request) => mayHave(book, request, now));
  if (book.holder !== null || next === undefined) return book;
  const queue = book.queue.filter((request) => request !== next);
  return { ...book, holder: { release: next.release, since: now }, fence: book.fence + 1, queue };
}

/** While it is reserved, the environment goes to that release alone, and to emergencies. */
function mayHave(book: LeaseBook, { release, isEmergency }: LeaseRequest, now: string): boolean {
  const reserved = reservationAt(book.reservations ?? [], now);
  return reserved === null || reserved.release === release || isEmergency === true;
}

/**
 * When a free environment that nobody in its queue may have is to be looked at again: at the end of
 * the reservation that keeps them out. Null where there is nothing to look for.
 */
export function looksAgainAt(book: LeaseBook, now: string): string | null {
  const { holder, queue, reservations = [] } = book;
  if (holder !== null || queue.length === 0) return null;
  return reservationAt(reservations, now)?.endsAt ?? null;
}

/**
 * What a release asks of an environment: to have it; to give it back, or leave the queue; or to let
 * another one before, and then to have it again. Only the last names its fence.
 */
export type LeaseMessage = {
  readonly asks: 'request' | 'return' | 'give-way';
  readonly release: string;
  readonly fence?: number;
};

const longestName = 100;

/**
 * A message as it was sent, or null when it names no release: whoever can send may send anything.
 */
export function readLeaseMessage(
  asks: LeaseMessage['asks'],
  payload: unknown,
): LeaseMessage | null {
  if (typeof payload !== 'object' || payload === null || !('release' in payload)) return null;
  const { release } = payload;
  if (typeof release !== 'string' || release === '' || release.length > longestName) return null;
  if (asks !== 'give-way') return { asks, release };
  const fence = 'fence' in payload ? payload.fence : null;
  return typeof fence === 'number' ? { asks, release, fence } : null;
}

/** What the records say of a release, as far as a lease is concerned; null: they do not know it. */
export type LeaseClaim = {
  readonly isClosed: boolean;
  /** Whether it has asked for the environment, or holds it. */
  readonly wants: boolean;
  /** Whether a step of it has begun to give the environment back since it last asked. */
  readonly givesBack: boolean;
  /** The fence under which it gave way and asks again; null: it did not. */
  readonly gaveWayUnder?: number | null;
} | null;

/**
 * Whether the records bear a message out. An environment goes only to a release that has asked for
 * it, and is taken only from one that gives it back or can use it no more.
 */
export function isBorneOut(message: Omit<LeaseMessage, 'release'>, claim: LeaseClaim): boolean {
  const { asks, fence } = message;
  // The asking may come in late: after the release has gone on to give the environment back.
  const isAsking = claim !== null && !claim.isClosed && claim.wants && !claim.givesBack;
  if (asks === 'request') return isAsking;
  if (asks === 'give-way') return isAsking && claim.gaveWayUnder === fence;
  return claim === null || claim.isClosed || !claim.wants || claim.givesBack;
}

/** The key of the step by which a release gives an environment back. */
export function leaseReturnKey(release: string, environment: string): string {
  return `${release}/${environment}/lease/release`;
}
