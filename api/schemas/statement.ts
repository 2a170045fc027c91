import { z } from 'zod';
import { severities } from '../../domain/acceptance/defect.ts';
import { commandNames } from '../../domain/approval/statement.ts';
import { digestField, planIdField, statementIdField, wordsField } from './field.ts';

const decisionId = statementIdField.optional();
const subjectDigest = digestField.describe(
  'The requirement’s `subjectDigest` as you read it: what exactly you speak about.',
);
const comment = wordsField.optional().describe('For people. Kept by salted digest and erasable.');
const requirement = planIdField.describe('Id of the requirement, as `requirements` lists it.');

export const decisionBody = z
  .strictObject({
    decisionId,
    requirement,
    verdict: z
      .enum(['approve', 'reject', 'withdraw'])
      .describe('`withdraw` takes back what you or your delegate decided, while it is open.'),
    subjectDigest,
    comment,
  })
  .meta({ id: 'DecisionRequest' });

export const uatVerdictBody = z
  .strictObject({
    decisionId,
    requirement,
    verdict: z
      .enum(['accept', 'reject', 'withdraw'])
      .describe('`withdraw` takes back what you or your delegate said, while the test is open.'),
    subjectDigest,
    comment,
  })
  .meta({ id: 'UatVerdictRequest' });

const severity = z.enum(severities);

export const uatDefectBody = z
  .strictObject({
    decisionId,
    requirement,
    defect: planIdField.describe('The defect’s id in your tracker, such as `SHOP-12`.'),
    severity,
    subjectDigest,
    comment,
  })
  .meta({ id: 'UatDefectRequest' });

export const uatDefectChangeBody = z
  .strictObject({
    decisionId,
    requirement,
    severity,
    state: z.enum(['open', 'resolved']),
    subjectDigest,
    comment,
  })
  .meta({ id: 'UatDefectChangeRequest' });

export const commandBody = z
  .strictObject({
    decisionId,
    command: z.enum(commandNames),
    target: planIdField
      .nullable()
      .default(null)
      .describe('Where a release has several: a stage, requirement, compensation or obligation.'),
    evidence: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .nullable()
      .default(null)
      .describe('Reference to evidence, such as the URL of a review document.'),
    reason: wordsField.min(1, 'A command says why.').describe('Why, for people.'),
  })
  .meta({ id: 'CommandRequest' });
