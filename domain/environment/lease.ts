import type { Reservation } from './reservation.ts';

/** `priority` is what the release says of itself; more is earlier, 0 is usual. */
export type LeaseRequest = {
  readonly release: string;
  readonly priority: number;
  /** Whether its class is `emergency`. Absent: it is not. */
  readonly isEmergency?: true;
  /** What it changes. Absent where environments are held alone: nobody has asked. */
  readonly services?: readonly string[];
};

/** How long others of lower priority wait for a release that has not asked yet. */
export const patienceMs = 15 * 60_000;

/** A release that has yet to ask for an environment, and that keeps others out meanwhile. */
export type Expected = LeaseRequest & {
  /** RFC 3339. It keeps nobody out any more from then on, whatever became of it. */
  readonly until: string;
};

/** A release that has an environment, alone or beside others. */
export type Held = {
  readonly release: string;
  readonly since: string;
  /** Number of its grant. */
  readonly fence: number;
  /** From 1: which of the places of the environment it has. */
  readonly place: number;
  /** What it changes. Absent where environments are held alone. */
  readonly services?: readonly string[];
  /** The emergency release for which it was asked to give way; absent: none. */
  readonly recalledFor?: string;
};

/** Who holds an environment, each under a fencing number of its own, and who comes next. */
export type LeaseBook = {
  readonly environment: string;
  readonly holders: readonly Held[];
  /** Number of the latest grant; it only grows. */
  readonly fence: number;
  readonly queue: readonly LeaseRequest[];
  /** How many releases may hold it at once. Absent: one. */
  readonly capacity?: number;
  /** Those that have not ended, as they were read last; absent: none. */
  readonly reservations?: readonly Reservation[];
  /** Those that the calendar lets in and that have not asked yet; absent: none. */
  readonly expected?: readonly Expected[];
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
  const known = [...book.holders, ...book.queue].some(({ release }) => release === request.release);
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
  const isAnother = (one: { readonly release: string }) => one.release !== release;
  return { ...book, holders: book.holders.filter(isAnother), queue: book.queue.filter(isAnother) };
}

/**
 * Takes the environment back from a holder that gives way, and lets it be the next of its priority.
 * The same book when it is no holder under this fence: then it was heard before.
 */
export function letGiveWay(
  book: LeaseBook,
  { fence, ...request }: LeaseRequest & { readonly fence: number },
  decided: Decided = {},
): LeaseBook {
  const { release } = request;
  if (!book.holders.some((held) => held.release === release && held.fence === fence)) return book;
  const without = returnLease(book, release);
  return reorderQueue({ ...without, queue: [request, ...without.queue] }, decided);
}
