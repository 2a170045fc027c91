import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { requireEnvironment } from '../environments/reserve.ts';
import { noBody } from '../http/body-reader.ts';
import { environmentParams, reservationSchema } from '../schemas/reservation.ts';
import { reservationView } from '../views/reservation-view.ts';

const query = z.strictObject({
  ended: z.stringbool().default(false).describe('Also those that ended or were taken back.'),
});

export const listReservations = defineEndpoint({
  summary: 'List for which releases an environment is reserved, and when',
  params: environmentParams,
  query,
  body: noBody,
  answers: {
    200: z
      .object({ reservations: z.array(reservationSchema).readonly() })
      .meta({ id: 'ReservationList' }),
  },
  async handle({ params: { environment }, query: { ended } }, { records, clock }) {
    await requireEnvironment(environment, records);
    const now = clock().toISOString();
    const listed = (await records.listReservations(environment)).filter(
      ({ endsAt, takenBackAt }) => ended || (takenBackAt === null && endsAt > now),
    );
    const reservations = await Promise.all(listed.map((each) => reservationView(each, records)));
    return { status: 200, body: { reservations } };
  },
});
