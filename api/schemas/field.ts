import { z } from 'zod';
import { digestPattern } from '../../domain/ledger/digest.ts';
import { name } from '../../spec/field/name.ts';

export const digestField = z
  .string()
  .regex(digestPattern, 'A digest is `sha256:` and 64 lower-case hexadecimal digits.')
  .describe('`sha256:` and 64 lower-case hexadecimal digits.');

/** Words of a person. They are kept beside the ledger and can be erased. */
export const wordsField = z.string().trim().max(4000, 'At most 4000 characters are kept.');

/** An id that the caller chooses, so that saying something twice is harmless. */
export const statementIdField = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, 'An id has 8 to 64 letters, digits, hyphens and underscores.')
  .describe('Chosen by the caller; one id is one statement for ever. Made when left out.');

/** Inside a plan: stage ids, requirement ids, compensation keys and obligation ids. */
export const planIdField = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\s\p{C}]+$/u, 'An id has no spaces.');

export const releaseParams = z.strictObject({
  release: name.describe('Name of the release.'),
});

export const defectParams = z.strictObject({
  release: name.describe('Name of the release.'),
  defect: planIdField.describe('Id of the defect.'),
});

export const receiptParams = z.strictObject({
  release: name.describe('Name of the release.'),
  decisionId: statementIdField,
});

/** For requests that begin something. */
export const idempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'A key has 1 to 200 visible ASCII characters.')
    .optional()
    .describe('One key is one request for ever: with another one it is refused.'),
});
