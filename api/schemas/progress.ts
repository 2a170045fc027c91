import { z } from 'zod';
import type { ReleaseProgress, StageProgress } from '../../domain/progress/progress.ts';
import type { TimeLeft } from '../../domain/progress/time-left.ts';
import { stageKindField } from './plan.ts';

const instant = z.string().describe('RFC 3339.');
const lengthMs = z.number().int().nullable();

const timeLeftSchema: z.ZodType<TimeLeft> = z
  .object({
    basis: z
      .enum(['earlier-runs', 'plan', 'unknown'])
      .describe('`plan`: it ends at a set time. `unknown`: fewer than three earlier runs.'),
    earlierRuns: z.number().int().describe('How many earlier runs were looked at.'),
    usualMs: lengthMs.describe('Median of the earlier runs, or what the plan gives.'),
    usuallyFromMs: lengthMs.describe('First quartile of the earlier runs.'),
    usuallyToMs: lengthMs.describe('Third quartile of the earlier runs.'),
    leftMs: lengthMs.describe('Never negative; null where it is unknown.'),
    longerByMs: lengthMs.describe('By how much it takes longer than usual already.'),
  })
  .meta({ id: 'TimeLeft', description: 'How long it will still take, and how that is known.' });

const stageProgressSchema: z.ZodType<StageProgress> = z
  .object({
    stage: z.string(),
    kind: stageKindField,
    environment: z.string().nullable(),
    startedAt: instant,
    elapsedMs: z.number().int(),
    timeLeft: timeLeftSchema,
    parts: z.array(
      z.object({
        stage: z.string(),
        environment: z.string().nullable(),
        component: z.string(),
        target: z.string().nullable().describe('Null: the component as a whole.'),
        step: z.string().describe('What is being done, in a few words.'),
        share: z.number().min(0).max(1).nullable().describe('How much of it is done.'),
        counters: z
          .record(z.string(), z.number())
          .describe('Figures by name, such as `requests` of `requestsNeeded`.'),
        log: z.string().nullable().describe('Where its log lies; never the text of it.'),
        endsAt: instant.nullable().describe('When it ends by the plan.'),
        begunAt: instant,
        at: instant.describe('When it was last heard of.'),
        trail: z
          .array(z.object({ step: z.string(), endedAt: instant }))
          .describe('The steps before this one, the oldest first.'),
        timeLeft: timeLeftSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'StageProgress' });

export const progressSchema: z.ZodType<ReleaseProgress> = z
  .object({
    release: z.string(),
    at: instant.describe('When these times were told.'),
    stages: z.array(stageProgressSchema).describe('Those under way, or failed and not decided.'),
  })
  .meta({ id: 'Progress', description: 'How far the stages under way have come.' });
