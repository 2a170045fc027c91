/** An environment is kept free for a release, for a time. Half-open. */
export type Reservation = {
  readonly id: string;
  readonly environment: string;
  readonly release: string;
  /** RFC 3339; included. */
  readonly startsAt: string;
  /** RFC 3339; not included. */
  readonly endsAt: string;
  /** Pseudonymous id of the person who reserved it. */
  readonly by: string;
};

type Interval = Pick<Reservation, 'startsAt' | 'endsAt'>;

/** How long a reservation may last at most, so that nobody keeps an environment for good. */
export const longestReservationMs = 31 * 24 * 3_600_000;

/** The one that counts in its environment at an instant, or null. Two never do at once. */
export function reservationAt<Each extends Interval>(
  reservations: readonly Each[],
  instant: string,
): Each | null {
  const active = reservations.find(
    ({ startsAt, endsAt }) => startsAt <= instant && instant < endsAt,
  );
  return active ?? null;
}

/** Those of one environment that have an instant in common with the wanted one. */
export function overlapping<Each extends Interval>(
  reservations: readonly Each[],
  wanted: Interval,
): readonly Each[] {
  return reservations.filter(
    ({ startsAt, endsAt }) => startsAt < wanted.endsAt && wanted.startsAt < endsAt,
  );
}

/**
 * The earliest stretch as long as the wanted one, and not before it, that meets none of the
 * reservations of the environment. There always is one: each of them ends.
 */
export function earliestFree(reservations: readonly Interval[], wanted: Interval): Interval {
  const lengthMs = Date.parse(wanted.endsAt) - Date.parse(wanted.startsAt);
  let free = wanted;
  for (;;) {
    const ends = overlapping(reservations, free).map(({ endsAt }) => Date.parse(endsAt));
    if (ends.length === 0) return free;
    const startMs = Math.max(...ends);
    free = {
      startsAt: new Date(startMs).toISOString(),
      endsAt: new Date(startMs + lengthMs).toISOString(),
    };
  }
}
