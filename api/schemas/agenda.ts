import { z } from 'zod';
import type { AgendaItem } from '../../domain/agenda/agenda-item.ts';
import { releaseClasses } from '../../domain/plan/spec.ts';
import { conflictSchema, moreConflictsField } from './conflict.ts';
import { assessmentSchema } from './risk.ts';

const instant = z.string().describe('RFC 3339.');

const evidence = z.object({
  stage: z.string(),
  gate: z.string(),
  component: z.string().nullable(),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  evidence: z.object({ digest: z.string(), reference: z.string() }).nullable(),
  judgedAt: instant,
  reviews: z
    .array(
      z.object({
        by: z.string().describe('Pseudonymous id of the person.'),
        at: instant,
        requirement: z.string().describe('What they approved.'),
      }),
    )
    .readonly()
    .describe('Who has approved upon exactly this evidence already. It decides nothing.'),
});

const wayBack = z.object({
  owner: z.string(),
  criteria: z.array(z.string()).readonly(),
  communication: z.array(z.string()).readonly(),
  decisionTimeMs: z.number(),
  restoreTargetMs: z.number(),
  runbook: z.array(z.string()).readonly(),
});

export const agendaItemSchema: z.ZodType<AgendaItem> = z
  .object({
    release: z.string(),
    title: z.string(),
    why: z.string(),
    releaseClass: z.enum(releaseClasses),
    environment: z.string(),
    requirement: z.string(),
    subjectDigest: z.string().describe('What a decision has to speak about.'),
    deadline: instant,
    bypassedBecause: z
      .string()
      .nullable()
      .describe('Why it went on with people missing, who decide now; null where it waits.'),
    count: z.number().int(),
    missing: z.number().int().describe('How many more people are needed.'),
    components: z
      .array(
        z.object({ component: z.string(), version: z.string(), digest: z.string().nullable() }),
      )
      .readonly(),
    risk: assessmentSchema.nullable(),
    evidence: z.array(evidence).readonly(),
    window: z.object({ open: z.boolean(), reason: z.string(), nextOpen: instant.nullable() }),
    wayBack: wayBack.nullable(),
    conflicts: z
      .array(conflictSchema)
      .readonly()
      .describe('Where it meets other releases in this environment, the first of them.'),
    moreConflicts: moreConflictsField,
  })
  .meta({ id: 'AgendaItem', description: 'What a board needs to know to decide one requirement.' });
