import { z } from 'zod';
import type { SealContent } from '../../activities/ports/records.ts';
import { commandNames, type Statement } from '../../domain/approval/statement.ts';
import { digestPattern } from '../../domain/ledger/digest.ts';

const name = z.string().min(1).max(200);
const digest = z.string().regex(digestPattern);
const instant = z.iso.datetime({ offset: true });

const head = {
  id: name,
  release: name,
  environment: name.nullable(),
  subjectDigest: digest,
  by: name,
  commentDigest: digest.nullable(),
  nonce: name,
  issuedAt: instant,
  expiresAt: instant,
};

/**
 * Exactly the members of a statement: one more would be something that was signed and that nobody
 * reads.
 */
export const statementShape: z.ZodType<Statement> = z.discriminatedUnion('kind', [
  z.strictObject({
    ...head,
    kind: z.literal('decision'),
    content: z.strictObject({
      requirement: name,
      verdict: z.enum(['approve', 'reject', 'withdraw']),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('uat-verdict'),
    content: z.strictObject({
      requirement: name,
      verdict: z.enum(['accept', 'reject', 'withdraw']),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('uat-defect'),
    content: z.strictObject({
      requirement: name,
      defect: name,
      severity: z.enum(['low', 'medium', 'high', 'critical']),
      state: z.enum(['open', 'resolved']),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('command'),
    content: z.strictObject({
      command: z.enum(commandNames),
      target: name.nullable(),
      evidence: z.string().min(1).max(2000).nullable(),
    }),
  }),
]);

export const sealShape: z.ZodType<SealContent> = z.strictObject({
  kind: z.literal('plan-seal'),
  release: name,
  planDigest: digest,
  requestedBy: name,
  issuedAt: instant,
});
