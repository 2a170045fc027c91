import { z } from 'zod';
import type { PastVerdict } from '../../domain/analysis/past.ts';
import { releaseClasses } from '../../domain/plan/spec.ts';
import { instant } from '../../spec/field/instant.ts';
import { name } from '../../spec/field/name.ts';

const version = z
  .strictObject({
    version: z.string().min(1).max(200).optional(),
    digest: z.string().min(1).max(200).optional(),
  })
  .refine(({ version: written, digest }) => (written ?? digest) !== undefined, {
    error: 'Say which one: `version`, `digest` or both.',
  })
  .describe('As the queries of the policy select it. What is left out matches nothing.');

/** What `POST /v1/analyses` takes. */
export const analysisBody = z
  .strictObject({
    policy: z.string().min(1).max(1_000_000).describe('The text of a policy, applied or not.'),
    class: z.enum(releaseClasses).default('normal'),
    environment: name,
    component: name,
    baseline: version,
    canary: version,
    from: instant.describe('When the canary began to have users.'),
    until: instant.describe('Until when it is looked at, at most.'),
    baselineFrom: instant
      .optional()
      .describe('Where the baseline was measured at another time: when that began.'),
  })
  .refine(({ from, until }) => from < until, {
    error: '`until` is later than `from`.',
    path: ['until'],
  })
  .meta({ id: 'AnalysisRequest' });

const number = z.number().nullable();
const side = z.object({ points: z.int(), median: number });
const outcome = z.enum(['pass', 'fail', 'inconclusive', 'error']);
const looks = z.object({ pass: z.int(), fail: z.int(), error: z.int(), inconclusive: z.int() });

const figures = z.object({
  component: z.string(),
  metric: z.string(),
  outcome,
  reason: z.string(),
  weight: z.int(),
  isCritical: z.boolean(),
  alpha: z.number().describe('Of each look.'),
  p: number,
  delta: number.describe('Cliff’s delta, from -1 to 1.'),
  worseBy: number,
  toleratedBy: number,
  baseline: side,
  canary: side,
});

export const analysisSchema: z.ZodType<PastVerdict> = z
  .object({
    verdict: z.enum(['pass', 'fail', 'inconclusive']),
    reason: z.string(),
    looks,
    metrics: z.array(figures).readonly(),
    seenUntilMs: number.describe('Until when the last look saw, in milliseconds since 1970.'),
  })
  .meta({ id: 'Analysis' });
