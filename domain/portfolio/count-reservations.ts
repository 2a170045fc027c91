import type { Reservation } from '../environment/reservation.ts';
import type { Contender, PlannedWindow } from './contender.ts';

/**
 * The others with what is reserved for them, as windows of theirs: also for releases that have not
 * begun, of which nothing else is known.
 */
export function countReservations(
  others: readonly Contender[],
  reservations: readonly Reservation[],
): readonly Contender[] {
  const known = new Map(others.map((other) => [other.release, other]));
  for (const { release, environment, startsAt, endsAt } of reservations) {
    const window = { environment, startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) };
    const other = known.get(release) ?? unknown(release);
    if (other.windows.some((each) => covers(each, window))) continue;
    known.set(release, { ...other, windows: [...other.windows, window] });
  }
  return [...known.values()];
}

function unknown(release: string): Contender {
  const priority = { level: 'normal', reason: 'It is reserved for it.', by: null } as const;
  return { release, services: [], teams: [], priority, windows: [] };
}

function covers(one: PlannedWindow, other: PlannedWindow): boolean {
  return (
    one.environment === other.environment &&
    one.startMs <= other.startMs &&
    one.endMs >= other.endMs
  );
}
