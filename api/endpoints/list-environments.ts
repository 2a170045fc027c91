import { z } from 'zod';
import { decideWindow } from '../../domain/calendar/decide-window.ts';
import type { NotedLease } from '../../domain/environment/recorded-leases.ts';
import { type Reservation, reservationAt } from '../../domain/environment/reservation.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { calendarAnswerSchema } from '../schemas/plan.ts';

const heldSchema = z
  .object({
    release: z.string(),
    place: z.number().int().describe('From 1 to the capacity.'),
    fence: z.number().int(),
    recalledFor: z.string().nullable(),
  })
  .meta({ id: 'HeldPlace' });

const environment = z
  .object({
    name: z.string(),
    promotesFrom: z.string().nullable(),
    soakMs: z.number(),
    region: z.string().exactOptional(),
    capacity: z.number().int().describe('How many releases may hold it at once.'),
    holder: z
      .string()
      .nullable()
      .describe('The release that holds the lease, the first of `holders`; null: nobody.'),
    fence: z.number().int().describe('Number of the latest lease; it only grows.'),
    recalledFor: z
      .string()
      .nullable()
      .describe('The emergency release for which the holder is asked to give way; null: none.'),
    holders: z.array(heldSchema).describe('Every release that holds it, in its place.'),
    reservedFor: z
      .object({ release: z.string(), until: z.string(), reservation: z.string() })
      .nullable()
      .describe('The reservation that counts now; null: none.'),
    window: calendarAnswerSchema,
  })
  .meta({ id: 'Environment' });

export const listEnvironments = defineEndpoint({
  summary: 'List environments, who holds them, and whether their windows are open',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: {
    200: z.object({ environments: z.array(environment) }).meta({ id: 'Environments' }),
  },
  async handle(_input, { records, clock }) {
    const [applied, calendar, leases, reservations] = await Promise.all([
      records.catalog(),
      records.calendar(),
      records.listLeases(),
      records.standingReservations(null),
    ]);
    const instant = clock().toISOString();
    const environments = (applied?.catalog.environments ?? []).map(
      ({ name, promotesFrom, soakMs, region, capacity = 1 }) => {
        const where = region === undefined ? {} : { region };
        const scopes = [{ environment: name, ...where }];
        const window = decideWindow({ calendar, scopes, instant });
        const reservedFor = reservedNow(reservations, name, instant);
        const held = { ...heldNow(leases, name), reservedFor };
        return { name, promotesFrom, soakMs, ...where, capacity, ...held, window };
      },
    );
    return { status: 200, body: { environments } };
  },
});

function heldNow(leases: readonly NotedLease[], name: string) {
  const places = leases.filter(({ environment: where }) => where === name);
  const holders = places.flatMap(({ release, place, fence, recalledFor = null }) =>
    release === null ? [] : [{ release, place, fence, recalledFor }],
  );
  const [first] = holders;
  return {
    holder: first?.release ?? null,
    fence: Math.max(0, ...places.map(({ fence }) => fence)),
    recalledFor: first?.recalledFor ?? null,
    holders,
  };
}

function reservedNow(reservations: readonly Reservation[], name: string, instant: string) {
  const here = reservations.filter(({ environment: where }) => where === name);
  const active = reservationAt(here, instant);
  if (active === null) return null;
  return { release: active.release, until: active.endsAt, reservation: active.id };
}
