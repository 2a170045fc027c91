import { z } from 'zod';
import type { DeviationRequest, DeviationScope } from '../../domain/deviation/deviation.ts';
import { deviationStandings } from '../../domain/deviation/standing.ts';
import { name } from '../../spec/field/name.ts';
import type { DeviationView } from '../views/deviation-view.ts';
import { digestField, planIdField, statementIdField, wordsField } from './field.ts';

const instant = z.string().describe('RFC 3339.');
const instantField = z.iso.datetime({ offset: true });
export const forEverField = wordsField
  .min(1)
  .max(1000)
  .describe('Stays on record for ever: name roles, not people.');

const scopeField = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('calendar'),
    environment: name,
    entries: z.array(name).max(20).default([]).describe('Ids of entries that are set aside.'),
    outsideWindows: z
      .boolean()
      .default(false)
      .describe('Whether it goes out where no window is open. By default not.'),
  }),
  z.strictObject({
    kind: z.literal('gate'),
    stage: planIdField.describe('The stage that judged it, such as `gates`.'),
    gate: planIdField,
    component: planIdField,
    judgedAt: instantField.describe('Which judgement: `judgedAt` of `gates` in the release.'),
    evidence: digestField.nullable().describe('Digest of the evidence; null where there was none.'),
  }),
  z.strictObject({
    kind: z.literal('bypass'),
    environment: name,
    requirement: planIdField.describe('The requirement that fewer people are to approve for now.'),
    subjectDigest: digestField.describe('`subjectDigest` of the requirement: what is decided.'),
  }),
  z.strictObject({
    kind: z.literal('revision'),
    to: digestField.describe('The digest that `POST /v1/plans` gave for the revised document.'),
  }),
  z.strictObject({
    kind: z.literal('other-release'),
    environment: name,
    release: name.describe('The other release, without which the environment is entered.'),
  }),
]);

export const deviationBody = z
  .strictObject({
    decisionId: statementIdField.optional(),
    scope: scopeField,
    reason: forEverField,
    compensatingControl: forEverField,
    until: instantField.describe('From this instant on it counts for nothing, used or not.'),
    followUp: z.strictObject({ what: forEverField, owner: name, due: instantField }),
  })
  .meta({ id: 'DeviationOrder' });

export const deviationVerdictBody = z
  .strictObject({
    decisionId: statementIdField.optional(),
    verdict: z.enum(['grant', 'refuse']),
    subjectDigest: digestField.describe('`request` of the deviation: what you have read.'),
    comment: wordsField.optional().describe('For people. Kept by salted digest and erasable.'),
  })
  .meta({ id: 'DeviationVerdictOrder' });

export const deviationParams = z.strictObject({
  release: name.describe('Name of the release.'),
  deviation: statementIdField.describe('Id of the deviation: of the statement that asked.'),
});

export const loweredLevel = z.object({
  what: z.enum(['class', 'type', 'tier', 'path']),
  stated: z.string(),
  ruled: z.string().describe('What the rules make it.'),
});

const scope: z.ZodType<DeviationScope> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('calendar'),
    environment: z.string(),
    entries: z.array(z.string()),
    outsideWindows: z.boolean(),
  }),
  z.object({
    kind: z.literal('gate'),
    stage: z.string(),
    gate: z.string(),
    component: z.string(),
    judgedAt: instant,
    evidence: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('bypass'),
    environment: z.string(),
    requirement: z.string(),
    subjectDigest: z.string(),
  }),
  z.object({
    kind: z.literal('lowering'),
    subjectDigest: z.string(),
    levels: z.array(loweredLevel).readonly(),
  }),
  z.object({ kind: z.literal('revision'), to: z.string() }),
  z.object({
    kind: z.literal('other-release'),
    environment: z.string(),
    release: z.string(),
  }),
]);

export const followUpSchema: z.ZodType<DeviationRequest['followUp']> = z.object({
  what: z.string(),
  owner: z.string().describe('Group that owes it.'),
  due: instant,
});

export const deviationSchema: z.ZodType<DeviationView> = z
  .object({
    id: z.string(),
    standing: z
      .enum(deviationStandings)
      .describe('A spent or expired one counts for nothing any more.'),
    scope,
    reason: z.string(),
    compensatingControl: z.string(),
    until: instant,
    followUp: followUpSchema,
    request: z.string().describe('What a verdict has to speak about.'),
    askedBy: z.string().describe('Pseudonymous id of the person.'),
    askedAt: instant,
    grantedBy: z.string().describe('Group whose people answer.'),
    terms: z
      .object({ approvals: z.number().int(), collectWithinMs: z.number().int() })
      .exactOptional()
      .describe('Of a bypass: how many are enough for now, and when the others have decided.'),
    answer: z
      .object({
        verdict: z.enum(['grant', 'refuse']),
        by: z.string(),
        at: instant,
        statement: z.string().describe('Digest of the signed verdict.'),
      })
      .nullable(),
    used: z.object({ stage: z.string(), at: instant }).nullable(),
    spentAt: instant.nullable(),
  })
  .meta({ id: 'Deviation', description: 'What somebody asked to be let off, and its answer.' });
