import { z } from 'zod';
import { type TaskReport, taskOutcomes } from '../../domain/task/task.ts';
import { name } from '../../spec/field/name.ts';
import { digestField, statementIdField, wordsField } from './field.ts';

const outcome = z
  .enum(taskOutcomes)
  .describe('`done`; `failed`: it was tried; `cannot`: it cannot be done.');

const link = z.string().trim().min(1).max(2000).nullable().describe('Address of the evidence.');
const file = digestField.nullable().describe('Digest of a file that shows it.');

export const taskReportSchema: z.ZodType<TaskReport> = z.object({ outcome, link, file });

export const taskReportBody = z
  .strictObject({
    decisionId: statementIdField.optional(),
    environment: name.describe('Where it was to be done.'),
    outcome,
    link: link.default(null),
    file: file.default(null),
    subjectDigest: digestField.describe(
      'The requirement’s `subjectDigest` as you read it: what exactly you speak about.',
    ),
    comment: wordsField
      .min(1)
      .optional()
      .describe('The `text` that the plan may demand; why, when it was not done. Erasable.'),
  })
  .meta({ id: 'TaskReportRequest' });
