import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { tellEnvironment } from '../environments/tell-environment.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { reservationParams } from '../schemas/reservation.ts';

export const takeReservationBack = defineEndpoint({
  summary: 'Take a reservation back',
  description: 'Whoever waits for the environment gets it at once. Doing it again changes nothing.',
  params: reservationParams,
  query: nothing,
  body: noBody,
  answers: { 204: z.null() },
  async handle({ params: { environment, reservation: id }, caller: { actor } }, services) {
    const taken = { environment, id, by: actor.subject };
    if ((await services.records.takeReservationBack(taken)) === null) {
      throw new Problem('unknown-reservation', {
        detail: `${environment} has no reservation called ${id}.`,
      });
    }
    await tellEnvironment(environment, services);
    return { status: 204, body: null };
  },
});
