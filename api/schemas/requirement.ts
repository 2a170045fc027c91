import { z } from 'zod';
import { severities } from '../../domain/acceptance/defect.ts';
import type { RequirementState } from '../../domain/release/state.ts';
import { taskReportSchema } from './task.ts';

const instant = z.string().describe('RFC 3339.');
const count = z.number().int();

const verdict = z.object({
  statement: z.string(),
  digest: z.string(),
  by: z.string().describe('Pseudonymous id of the person.'),
  verdict: z.enum(['approve', 'reject']),
  at: instant,
  report: taskReportSchema.exactOptional().describe('What was said of a task.'),
  inPlaceOf: z
    .object({ delegation: z.string(), person: z.string().describe('Pseudonymous id.') })
    .optional()
    .describe('Of a delegate; absent where the person spoke as themselves.'),
});

const requirementOutcomes = [
  'pending',
  'approved',
  'rejected',
  'expired',
  'superseded',
  'withdrawn',
  'skipped',
] as const;

const severity = z.enum(severities);
const thresholds = z.partialRecord(severity, count);
const letsStand = z.object({
  requirement: z.string(),
  defects: z.array(z.object({ id: z.string(), severity })),
});

export const requirementSchema: z.ZodType<RequirementState> = z
  .object({
    id: z.string(),
    stage: z.string(),
    kind: z.enum(['approval', 'uat', 'task']),
    environment: z.string(),
    group: z.string().describe('Whose people decide.'),
    escalatedTo: z.string().optional().describe('A second group, whose people decide too now.'),
    count: count.describe('How many distinct people.'),
    subjectDigest: z.string().describe('What a decision has to speak about.'),
    evidenceDigest: z.string(),
    planPart: z.string().optional().describe('Digest of its part of the plan.'),
    attempt: count,
    carriedTo: count.optional().describe('The attempt for which a revision let it stand.'),
    openedAt: instant,
    deadline: instant.describe('When it expires. Expiry never approves.'),
    outcome: z.enum(requirementOutcomes),
    decisions: z.array(verdict),
    thresholds: thresholds
      .exactOptional()
      .describe('Most defects that may be open when a test is accepted.'),
    letsStand: letsStand
      .exactOptional()
      .describe('The test and its defects that stay open for a cycle when it is approved.'),
    confirms: z
      .object({ requirement: z.string(), report: z.string() })
      .exactOptional()
      .describe('The task that it confirms, and the digest of the signed report on it.'),
    skipped: z
      .object({ by: z.string(), statement: z.string(), at: instant })
      .exactOptional()
      .describe('Who left the task out, by which statement.'),
    voided: z
      .array(
        verdict.extend({
          voidedAt: instant,
          because: z.enum(['withdrawn', 'asked-again', 'revised']),
          revision: count.optional().describe('Of the plan, where that is why.'),
          subjectDigest: z.string(),
        }),
      )
      .optional()
      .describe('The last decision of each person that counts no more.'),
  })
  .meta({ id: 'Requirement', description: 'What people have to decide, and what they decided.' });
