export type LeaseRequest = { readonly release: string; readonly priority: number };

/** Who holds an environment, under which fencing number, and who comes next. */
export type LeaseBook = {
  readonly environment: string;
  readonly holder: { readonly release: string; readonly since: string } | null;
  /** Number of the latest grant; it only grows. */
  readonly fence: number;
  readonly queue: readonly LeaseRequest[];
};

/**
 * Puts a release into the queue: higher priority first, then the order of asking. Asking twice is
 * asking once.
 */
export function requestLease(book: LeaseBook, request: LeaseRequest): LeaseBook {
  const known =
    book.holder?.release === request.release ||
    book.queue.some(({ release }) => release === request.release);
  if (known) return book;
  const queue = [...book.queue, request].toSorted((left, right) => right.priority - left.priority);
  return { ...book, queue };
}

/** Takes the environment back from a release, or the release out of the queue. */
export function returnLease(book: LeaseBook, release: string): LeaseBook {
  return {
    ...book,
    holder: book.holder?.release === release ? null : book.holder,
    queue: book.queue.filter((waiting) => waiting.release !== release),
  };
}

/**
 * Gives a free environment to the first in the queue, under the next fencing number. The same book
 * when nothing changes.
 */
export function grantNext(book: LeaseBook, now: string): LeaseBook {
  const [next, ...queue] = book.queue;
  if (book.holder !== null || next === undefined) return book;
  return { ...book, holder: { release: next.release, since: now }, fence: book.fence + 1, queue };
}
