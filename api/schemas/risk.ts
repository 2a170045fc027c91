import { z } from 'zod';
import { releaseClasses } from '../../domain/plan/spec.ts';
import type { FactorName, RiskAssessment } from '../../domain/risk/assessment.ts';
import {
  approvalPaths,
  changeTypes,
  dataClasses,
  releaseTypes,
  rolloutModels,
  rolloutStrategies,
  tiers,
} from '../../domain/risk/scale.ts';

const factorNames = [
  'criticality',
  'data-class',
  'components',
  'schema-change',
  'irreversible',
  'breaking-change',
  'dependents',
  'failure-modes',
  'failed-releases',
  'long-after',
] as const satisfies readonly FactorName[];

const count = z.number().int();

const classification = z.object({
  type: z.enum(releaseTypes),
  tier: z.enum(tiers),
  changeType: z.enum(changeTypes),
  leastClass: z.enum(releaseClasses).describe('The lowest class that the rules allow.'),
  changeModel: z.string().nullable().describe('The pre-approved model that it follows.'),
  dataClasses: z.array(z.enum(dataClasses)),
  personalData: z.boolean(),
  reasons: z.array(z.string()),
});

const failureMode = z.object({
  failure: z.string(),
  effect: z.string(),
  severity: count,
  occurrence: count,
  detection: count,
  mitigation: z.string(),
  owner: z.string(),
  priorityNumber: count.describe('Severity × occurrence × detection.'),
});

const advice = <Choice extends string>(choices: readonly [Choice, ...Choice[]]) =>
  z.object({ recommended: z.enum(choices), planned: z.enum(choices), reason: z.string() });

/** What a release is, how much it risks, and who therefore has to say yes. */
export const assessmentSchema: z.ZodType<RiskAssessment> = z
  .object({
    classification,
    score: count.describe('The sum of the points of all factors.'),
    factors: z.array(z.object({ factor: z.enum(factorNames), points: count, reason: z.string() })),
    history: z
      .array(
        z.object({
          service: z.string(),
          version: z.string().nullable(),
          isLongAgo: z.boolean(),
          failures: count,
        }),
      )
      .describe('What was known of the components when it was weighed.'),
    failureModes: z.array(failureMode),
    path: z.enum(approvalPaths),
    pathReasons: z.array(z.string()),
    delivery: z.object({
      model: advice(rolloutModels),
      strategy: advice(rolloutStrategies),
      departure: z.string().nullable().describe('Why it goes out less carefully.'),
    }),
  })
  .meta({ id: 'RiskAssessment', description: 'Classification and risk, with their reasons.' });
