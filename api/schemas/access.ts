import { z } from 'zod';
import { accessPhases } from '../../domain/access/state.ts';
import { positiveDuration } from '../../spec/field/duration.ts';
import { instant } from '../../spec/field/instant.ts';
import { name } from '../../spec/field/name.ts';
import type { AccessView } from '../views/access-view.ts';
import { digestField, statementIdField } from './field.ts';

export const accessParams = z.strictObject({ access: name.describe('Id of the access.') });

export const accessReceiptParams = accessParams.extend({ decisionId: statementIdField });

const words = z
  .string()
  .trim()
  .min(1, 'Say why.')
  .max(1000, 'At most 1000 characters are kept.')
  .describe('Is signed and kept for ever: name roles and tickets, not people.');

export const accessBody = z
  .strictObject({
    environment: name.describe('Where.'),
    resource: name.describe('What, as the catalog names it under `access` of the environment.'),
    role: z.string().min(1).max(63).describe('One of the roles that the catalog offers there.'),
    until: instant.optional().describe('When it ends. Either this or `duration`.'),
    duration: positiveDuration.optional().describe('How long it lasts from now on.'),
    reason: words,
    release: name.optional().describe('The release that it is for.'),
  })
  .refine(({ until, duration }) => (until === undefined) !== (duration === undefined), {
    error: 'Say either `until` or `duration`.',
  })
  .meta({ id: 'AccessRequest' });

export const accessDecisionBody = z
  .strictObject({
    decisionId: statementIdField.optional(),
    verdict: z.enum(['grant', 'refuse']),
    subjectDigest: digestField.describe('`subjectDigest` of the access that you have read.'),
    reason: words.optional(),
  })
  .meta({ id: 'AccessDecision' });

export const accessWordBody = z
  .strictObject({ decisionId: statementIdField.optional(), reason: words.optional() })
  .meta({ id: 'AccessWord' });

const named = z.object({
  subject: z.string().describe('Pseudonymous id of the person, as in the ledger.'),
  person: z.string().nullable().describe('Handle; null when nobody has that id any more.'),
  at: z.string(),
});

export const accessSchema: z.ZodType<AccessView> = z
  .object({
    access: z.string(),
    environment: z.string(),
    resource: z.string(),
    role: z.string(),
    until: z.string(),
    reason: z.string(),
    release: z.string().nullable(),
    phase: z.enum(accessPhases).describe('`standing`: the person is let in.'),
    subjectDigest: z.string().describe('Of what was asked for: a decision names it.'),
    asked: named,
    decideBy: z.string().describe('From then on nobody grants it.'),
    decidedBy: z.array(z.string()).readonly().describe('Groups whose people decide now.'),
    decided: named.nullable(),
    account: z.string().describe('The name to log in with.'),
    passwordTakenAt: z.string().nullable(),
    endsAt: z.string().describe('When it ends by itself.'),
    confirmBy: z.string().nullable().describe('Unconfirmed it ends then. Null: nobody has to.'),
    confirmed: z.array(named).readonly(),
    ending: z
      .object({
        why: z.enum(['time', 'unconfirmed', 'asked', 'not-provided', 'cancelled']),
        at: z.string(),
        by: z.string().nullable(),
      })
      .nullable(),
    revokeOverdueSince: z
      .string()
      .nullable()
      .describe('Since when it should have been taken away, and was not; null while all is well.'),
    revokedAt: z.string().nullable().describe('When the tool was read back with nothing left.'),
  })
  .meta({ id: 'Access', description: 'Somebody is let into something for a time.' });

export const accessListSchema = z
  .object({ access: z.array(accessSchema).readonly() })
  .meta({ id: 'AccessList' });

export const awaitedAccessSchema = z
  .object({ access: z.string(), phase: z.literal('awaited') })
  .meta({ id: 'AwaitedAccess', description: 'It is on its way; read it in a second.' });

export const credentialsSchema = z
  .object({
    account: z.string(),
    password: z.string().describe('Told this once. Nothing keeps it.'),
    takenIn: z
      .boolean()
      .describe('Whether the tool takes it already; otherwise it does within seconds.'),
    endsAt: z.string(),
  })
  .meta({ id: 'Credentials' });
