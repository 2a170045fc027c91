import { orderOf } from '../analyses/order.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { analysisBody, analysisSchema } from '../schemas/analysis.ts';

export const analyse = defineEndpoint({
  summary: 'Analyse past data by a policy, without any release',
  description:
    'Takes the looks that the canary stage would have taken over that time, by the policy that ' +
    'is sent, and says what they would have come to. Nothing is recorded and nothing is decided.',
  params: nothing,
  query: nothing,
  body: jsonBody(analysisBody),
  answers: { 200: analysisSchema },
  async handle({ body }, { releases }) {
    return { status: 200, body: await releases.analysePast(orderOf(body)) };
  },
});
