import { randomUUID } from 'node:crypto';
import { longestReservationMs } from '../../domain/environment/reservation.ts';
import type { KeptReservation, Taken } from '../../records/reservations.ts';
import type { Actor } from '../access/actor.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import type { ApiRecords } from '../records-port.ts';
import { reservationView } from '../views/reservation-view.ts';

/** What somebody wants to reserve. `startsAt` null: from now on. */
export type ReservationOrder = {
  readonly environment: string;
  readonly release: string;
  readonly startsAt: string | null;
  readonly endsAt: string;
  readonly reason: string;
};

type Asked = Pick<ApiRecords, 'catalog' | 'personOf' | 'reserve' | 'planInForce' | 'state'>;

/**
 * Keeps an environment free for a release. Throws a `Problem` when the catalog has no such
 * environment, when the release has ended or does not go there, when the time makes no sense, and
 * when another reservation is in the way.
 */
export async function reserveEnvironment(
  order: ReservationOrder,
  { subject }: Pick<Actor, 'subject'>,
  now: Date,
  records: Asked,
): Promise<KeptReservation> {
  const { environment, release, endsAt, reason } = order;
  await requireEnvironment(environment, records);
  await requireComing(order, records);
  const given = now.toISOString();
  const startsAt = order.startsAt === null || order.startsAt < given ? given : order.startsAt;
  requireLength(startsAt, endsAt);
  const id = `r-${randomUUID()}`;
  const wanted = { id, environment, release, startsAt, endsAt, reason, by: subject };
  const found = await records.reserve(wanted);
  if ('others' in found) throw await taken(order, found, records);
  return found;
}

/** Throws when the catalog has no environment of that name. */
export async function requireEnvironment(
  environment: string,
  { catalog }: Pick<ApiRecords, 'catalog'>,
): Promise<void> {
  const known = (await catalog())?.catalog.environments ?? [];
  if (known.some(({ name }) => name === environment)) return;
  throw new Problem('unknown-environment', {
    detail: `The catalog has no environment called ${environment}.`,
  });
}

/** One that has not begun may be reserved for; whether it goes there shows when it is planned. */
async function requireComing(
  { environment, release }: ReservationOrder,
  records: Asked,
): Promise<void> {
  const [sealed, state] = await Promise.all([records.planInForce(release), records.state(release)]);
  if (state?.phase === 'closed') {
    throw wrong('/release', `${release} has ended.`, 'Name a release that is still to come.');
  }
  if (sealed === null || sealed.plan.environments.includes(environment)) return;
  const goesTo = sealed.plan.environments.join(', ');
  const message = `${release} does not go to ${environment}.`;
  throw wrong('/release', message, `It goes to ${goesTo}: reserve one of these.`);
}

function requireLength(startsAt: string, endsAt: string): void {
  const lastsMs = Date.parse(endsAt) - Date.parse(startsAt);
  if (lastsMs > 0 && lastsMs <= longestReservationMs) return;
  const days = longestReservationMs / 86_400_000;
  const message =
    lastsMs > 0 ? `It would last longer than ${days} days.` : 'It would end before it starts.';
  throw wrong('/endsAt', message, `Choose an end after ${startsAt}, at most ${days} days later.`);
}

async function taken(
  { environment }: ReservationOrder,
  { others, free }: Taken,
  records: Asked,
): Promise<Problem> {
  const overlaps = await Promise.all(others.map((other) => reservationView(other, records)));
  const told = overlaps.map(
    ({ id, release, startsAt, endsAt }) => `${release} from ${startsAt} until ${endsAt} (${id})`,
  );
  return new Problem('reservation-overlap', {
    detail: `${environment} is reserved for ${told.join(', ')}.`,
    remedy:
      `It is free for as long from ${free.startsAt} until ${free.endsAt}: reserve that, or ask ` +
      'whoever made the other one to take it back.',
    members: { overlaps, earliestFree: free },
  });
}

function wrong(pointer: string, message: string, remedy: string): Problem {
  const errors = [{ code: 'reservation', pointer, message, remedy }];
  return new Problem('invalid-body', { detail: summaryOf(errors), errors });
}
