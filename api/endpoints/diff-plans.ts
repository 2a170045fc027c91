import { z } from 'zod';
import { diffPlans as differencesOf, type PlanDifference } from '../../domain/plan/diff-plans.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { name } from '../../spec/field/name.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { compileRelease } from '../plans/compile.ts';
import { readWrittenRelease } from '../plans/release-body.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { releaseDocumentField } from '../schemas/plan.ts';
import type { Services } from '../services.ts';

const side = z.union([
  z.strictObject({ release: name.describe('A release that was started: its sealed plan.') }),
  z.strictObject({ spec: releaseDocumentField }),
]);

const difference: z.ZodType<PlanDifference> = z.object({
  change: z.enum(['added', 'removed', 'changed']),
  pointer: z.string(),
  part: z.string().describe('The part of the plan, for people: `stage production/canary`.'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const diffPlans = defineEndpoint({
  summary: 'Show what differs between two plans',
  description: 'Each side is a release document, or the name of a release that was started.',
  params: nothing,
  query: nothing,
  body: jsonBody(z.strictObject({ before: side, after: side }).meta({ id: 'PlanDiffRequest' })),
  answers: {
    200: z.object({ differences: z.array(difference).readonly() }).meta({ id: 'PlanDiff' }),
  },
  async handle({ body }, services) {
    const before = await planOf(body.before, '/before/spec', services);
    const after = await planOf(body.after, '/after/spec', services);
    return { status: 200, body: { differences: differencesOf(before, after) } };
  },
});

async function planOf(
  which: z.output<typeof side>,
  at: string,
  services: Pick<Services, 'records' | 'clock'>,
): Promise<ReleasePlan> {
  if ('release' in which) return (await sealedPlanOf(which.release, services.records)).plan;
  return (await compileRelease(readWrittenRelease(which.spec, at), services)).plan;
}
