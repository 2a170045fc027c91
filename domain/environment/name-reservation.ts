import type { Blocker } from '../release/blockers.ts';
import type { Reservation } from './reservation.ts';

/** A reservation as people read of it: `owner` is who made it. */
export type NamedReservation = Omit<Reservation, 'by'> & {
  readonly owner: string;
  readonly reason: string;
};

/**
 * The wait for an environment that is free and reserved for another release: for which one, until
 * when, why, and who can take that back.
 */
export function nameReservation(blocker: Blocker, reserved: NamedReservation): Blocker {
  const { id, environment, release, endsAt, owner, reason } = reserved;
  return {
    ...blocker,
    reason: `${environment} is reserved for ${release} until ${endsAt} by ${owner}: ${reason}`,
    clearedBy: [owner],
    remedy:
      `DELETE /v1/environments/${environment}/reservations/${id} takes it back ` +
      `(tidegate reservation take-back ${environment} ${id}); or wait.`,
    until: endsAt,
    then: 'goes to whoever is next',
  };
}
