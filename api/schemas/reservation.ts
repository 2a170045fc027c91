import { z } from 'zod';
import { instant } from '../../spec/field/instant.ts';
import { name, sentence } from '../../spec/field/name.ts';
import type { ReservationView } from '../views/reservation-view.ts';

export const environmentParams = z.strictObject({
  environment: name.describe('Name of the environment.'),
});

export const reservationParams = environmentParams.extend({
  reservation: name.describe('Id of the reservation.'),
});

export const reservationBody = z
  .strictObject({
    release: name.describe('The release that it is kept free for; it need not have begun.'),
    startsAt: instant.nullable().default(null).describe('From now on, when left out.'),
    endsAt: instant.describe('The first instant outside; at most 31 days after the start.'),
    reason: sentence.describe('Why; whoever waits for it reads this.'),
  })
  .meta({ id: 'ReservationRequest' });

export const reservationSchema: z.ZodType<ReservationView> = z
  .object({
    id: z.string(),
    environment: z.string(),
    release: z.string(),
    startsAt: z.string(),
    endsAt: z.string(),
    reason: z.string(),
    by: z.object({
      subject: z.string().describe('Pseudonymous id of the person, as in the ledger.'),
      person: z.string().nullable().describe('Handle; null when nobody has that id any more.'),
    }),
    reservedAt: z.string(),
    takenBackAt: z.string().nullable(),
  })
  .meta({ id: 'Reservation', description: 'An environment is kept free for a release.' });
