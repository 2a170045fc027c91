import type { Decided, LeaseBook, LeaseRequest } from './lease.ts';

/**
 * The release for which the holder is asked to give way, or null: the first in the queue, when it
 * is an emergency that goes before the holder. Between two emergencies the one that came first
 * stays. One whom a portfolio has put behind the holder takes nothing from it.
 */
export function recallFor(
  { holder, queue: [first] }: LeaseBook,
  held: Omit<LeaseRequest, 'release'>,
  decided: Decided,
): string | null {
  if (holder === null || first?.isEmergency !== true || held.isEmergency === true) return null;
  const rank = decided[first.release] ?? first.priority;
  return rank > (decided[holder.release] ?? held.priority) ? first.release : null;
}
