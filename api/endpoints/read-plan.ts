import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { releaseParams } from '../schemas/field.ts';
import { planSchema } from '../schemas/plan.ts';

const sealedPlan = z
  .object({
    plan: planSchema,
    planDigest: z.string(),
    requestedBy: z.string().describe('Pseudonymous id of the person who started it.'),
    seal: z.string().describe('Compact JWS: this person started this plan through the API.'),
  })
  .meta({ id: 'SealedPlan' });

export const readPlan = defineEndpoint({
  summary: 'Read the plan that a release was started with',
  params: releaseParams,
  query: nothing,
  body: noBody,
  answers: { 200: sealedPlan },
  async handle({ params }, { records }) {
    const { plan, planDigest, requestedBy, seal } = await sealedPlanOf(params.release, records);
    return { status: 200, body: { plan, planDigest, requestedBy, seal } };
  },
});
