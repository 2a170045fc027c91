import { z } from 'zod';
import { decideWindow } from '../../domain/calendar/decide-window.ts';
import { type Reservation, reservationAt } from '../../domain/environment/reservation.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { calendarAnswerSchema } from '../schemas/plan.ts';

const environment = z
  .object({
    name: z.string(),
    promotesFrom: z.string().nullable(),
    soakMs: z.number(),
    region: z.string().exactOptional(),
    holder: z.string().nullable().describe('The release that holds the lease; null: nobody.'),
    fence: z.number().int().describe('Number of the latest lease; it only grows.'),
    recalledFor: z
      .string()
      .nullable()
      .describe('The emergency release for which the holder is asked to give way; null: none.'),
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
      ({ name, promotesFrom, soakMs, region }) => {
        const lease = leases.find((each) => each.environment === name);
        const where = region === undefined ? {} : { region };
        const scopes = [{ environment: name, ...where }];
        const window = decideWindow({ calendar, scopes, instant });
        const holder = lease?.release ?? null;
        const fence = lease?.fence ?? 0;
        const recalledFor = lease?.recalledFor ?? null;
        const reservedFor = reservedNow(reservations, name, instant);
        const held = { holder, fence, recalledFor, reservedFor };
        return { name, promotesFrom, soakMs, ...where, ...held, window };
      },
    );
    return { status: 200, body: { environments } };
  },
});

function reservedNow(reservations: readonly Reservation[], name: string, instant: string) {
  const here = reservations.filter(({ environment: where }) => where === name);
  const active = reservationAt(here, instant);
  if (active === null) return null;
  return { release: active.release, until: active.endsAt, reservation: active.id };
}
