import { z } from 'zod';
import type { GrantedLowering } from '../../domain/deviation/lowering.ts';
import { followUpSchema, loweredLevel } from './deviation.ts';

const instant = z.string().describe('RFC 3339.');

const scope = z.object({
  kind: z.literal('lowering'),
  subjectDigest: z.string().describe('Of all that the release says and that was weighed.'),
  levels: z.array(loweredLevel).readonly(),
});

/** What was asked for, in whatever it is told. */
export const loweringFields = {
  scope,
  reason: z.string(),
  compensatingControl: z.string(),
  until: instant,
  followUp: followUpSchema,
  grantedBy: z.string().describe('Group whose people answer.'),
};

export const loweringField: z.ZodType<GrantedLowering> = z
  .object({
    id: z.string(),
    ...loweringFields,
    request: z.string().describe('Digest of the signed request.'),
    askedBy: z.string(),
    askedAt: instant,
    answer: z.object({
      verdict: z.enum(['grant', 'refuse']),
      by: z.string(),
      at: instant,
      statement: z.string().describe('Digest of the signed answer.'),
    }),
  })
  .describe('By what it has less rigor than its risk asks for.');
