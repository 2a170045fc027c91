import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { loadRelease } from '../releases/load-release.ts';
import { planOfRevision } from '../releases/plan-of-revision.ts';
import { releaseParams } from '../schemas/field.ts';
import { planSchema } from '../schemas/plan.ts';

const sealedPlan = z
  .object({
    plan: planSchema,
    planDigest: z.string(),
    requestedBy: z.string().describe('Pseudonymous id of the person who had it sealed.'),
    seal: z.string().describe('Compact JWS: the API sealed this plan for this release.'),
    revision: z.number().int().describe('1 is the plan that the release was started with.'),
  })
  .meta({ id: 'SealedPlan' });

const query = z.strictObject({
  revision: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Left out: the one by which the release goes.'),
});

export const readPlan = defineEndpoint({
  summary: 'Read the plan by which a release goes, or an earlier revision of it',
  params: releaseParams,
  query,
  body: noBody,
  answers: { 200: sealedPlan },
  async handle({ params: { release }, query: { revision: asked } }, { records }) {
    const known = await loadRelease(release, records);
    const revision = asked ?? (known.state.revisions?.length ?? 0) + 1;
    const sealed = await planOfRevision(release, known, revision, records);
    const { plan, planDigest, requestedBy, seal } = sealed;
    return { status: 200, body: { plan, planDigest, requestedBy, seal, revision } };
  },
});
