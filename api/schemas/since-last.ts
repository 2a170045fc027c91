import { z } from 'zod';
import type { SinceLast } from '../views/since-last.ts';

const judged = z.object({
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  digest: z.string().nullable().describe('Of the evidence.'),
});

export const sinceLastSchema: z.ZodType<SinceLast> = z
  .object({
    verdict: z.enum(['approve', 'reject']),
    at: z.string(),
    voidedAt: z.string(),
    revision: z.number().int().optional().describe('Of the plan, where that is why.'),
    because: z.enum(['withdrawn', 'asked-again', 'revised']),
    components: z
      .array(
        z.object({
          component: z.string(),
          before: z.string().nullable().describe('Digest of the artifact then.'),
          after: z.string().nullable().describe('Digest of the artifact now.'),
        }),
      )
      .readonly(),
    evidence: z
      .array(
        z.object({
          stage: z.string(),
          gate: z.string(),
          component: z.string().nullable(),
          before: judged.nullable(),
          after: judged.nullable(),
        }),
      )
      .readonly(),
  })
  .meta({
    id: 'SinceLast',
    description: 'What a revision changed of the plan is told under `revisions` of the release.',
  });
