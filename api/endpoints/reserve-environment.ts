import { defineEndpoint, nothing } from '../endpoint.ts';
import { reserveEnvironment as reserve } from '../environments/reserve.ts';
import { tellEnvironment } from '../environments/tell-environment.ts';
import { jsonBody } from '../http/body-reader.ts';
import { environmentParams, reservationBody, reservationSchema } from '../schemas/reservation.ts';
import { reservationView } from '../views/reservation-view.ts';

export const reserveEnvironment = defineEndpoint({
  summary: 'Keep an environment free for a release, until an end',
  description:
    'While it is reserved, no other release is granted it; who holds it already keeps it, and an ' +
    'emergency may pass. Where another reservation is in the way, the answer names it and the ' +
    'earliest time that is free.',
  params: environmentParams,
  query: nothing,
  body: jsonBody(reservationBody),
  answers: { 201: reservationSchema },
  async handle({ params: { environment }, body, caller: { actor } }, services) {
    const { records, clock } = services;
    const kept = await reserve({ environment, ...body }, actor, clock(), records);
    await tellEnvironment(environment, services);
    return { status: 201, body: await reservationView(kept, records) };
  },
});
