import { z } from 'zod';
import type { RevisionState } from '../../domain/revision/revision.ts';
import { name } from '../../spec/field/name.ts';
import { digestField, statementIdField, wordsField } from './field.ts';
import { releaseDocumentField } from './plan.ts';

const forEver = wordsField
  .min(1)
  .max(1000)
  .describe('Stays on record for ever: name roles, not people.');

const instantField = z.iso.datetime({ offset: true });

export const revisionBody = z
  .strictObject({
    decisionId: statementIdField.optional(),
    spec: releaseDocumentField,
    planDigest: digestField.describe('The digest that `POST /v1/plans` gave you for the document.'),
    reason: forEver,
    dropped: z
      .array(
        z.strictObject({
          component: name,
          reason: forEver,
          followUp: z
            .strictObject({ what: forEver, owner: name, due: instantField })
            .nullable()
            .default(null)
            .describe('What is owed for it, which makes it deferred. Null: nothing.'),
        }),
      )
      .max(100)
      .default([])
      .describe('Each component that the document leaves out, and why.'),
  })
  .meta({ id: 'RevisionOrder' });

const followUp = z.object({ what: z.string(), owner: z.string(), due: z.string() });

export const revisionSchema: z.ZodType<RevisionState> = z
  .object({
    revision: z.number().int().describe('From 2: a release starts with its first.'),
    from: z.string().describe('Digest of the plan before.'),
    to: z.string().describe('Digest of the plan from here on.'),
    reason: z.string(),
    by: z.string().describe('Pseudonymous id of the person.'),
    at: z.string().describe('RFC 3339.'),
    statement: z.string().describe('Digest of the signed statement.'),
    dropped: z.array(
      z.object({ component: z.string(), reason: z.string(), followUp: followUp.nullable() }),
    ),
    added: z.array(z.string()),
    changed: z.array(z.string()),
    restarted: z.array(z.string()).describe('Stages that had begun, and begin anew.'),
    voided: z.array(z.string()).describe('Requirements whose decisions count no more.'),
    left: z
      .array(z.object({ environment: z.string(), component: z.string(), version: z.string() }))
      .describe('What was dropped and stays where the release has brought it.'),
  })
  .meta({ id: 'Revision', description: 'A change of the plan of a running release.' });
