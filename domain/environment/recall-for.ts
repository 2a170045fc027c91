import { inTheWay, sharesService } from './in-the-way.ts';
import type { Decided, Held, LeaseBook, LeaseRequest } from './lease.ts';

/**
 * The emergency release for which holders are asked to give way, by their names: the first in the
 * queue, when it goes before those in its way. Of holders that only take the last places up, one is
 * asked: the least important, and of these the one that came last. Between two emergencies the one
 * that came first stays. Those whom a portfolio has put behind others take nothing from them.
 */
export function recallsFor(
  book: LeaseBook,
  requestOf: (release: string) => LeaseRequest,
  decided: Decided,
): ReadonlyMap<string, string> {
  const [first] = book.queue;
  if (first?.isEmergency !== true) return new Map();
  const rankOf = ({ release, priority }: LeaseRequest) => decided[release] ?? priority;
  const heldRank = ({ release }: Held) => rankOf(requestOf(release));
  const goesBefore = (held: Held) =>
    requestOf(held.release).isEmergency !== true && rankOf(first) > heldRank(held);
  const hindering = inTheWay(book, first);
  const recalled = hindering.some((held) => sharesService(held, first))
    ? hindering
    : hindering
        .filter(goesBefore)
        .toSorted((one, other) => heldRank(one) - heldRank(other) || other.fence - one.fence)
        .slice(0, 1);
  if (!recalled.every(goesBefore)) return new Map();
  return new Map(recalled.map(({ release }) => [release, first.release]));
}
