import { z } from 'zod';
import type { ProblemPlace } from '../problem.ts';

const place = z
  .object({
    code: z.string(),
    pointer: z.string().describe('RFC 6901 pointer into the body or document.'),
    message: z.string(),
    remedy: z.string(),
    file: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
  })
  .describe('One thing that is wrong, and where.') satisfies z.ZodType<ProblemPlace>;

/** RFC 9457. Some codes bring further members. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('Stable URI of the kind of problem.'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What is wrong this time, as a sentence.'),
    code: z.string().describe('Stable and machine-readable.'),
    remedy: z.string().describe('What to do about it, as a sentence.'),
    errors: z.array(place),
    traceId: z.string().describe('The request id, under which the log tells more.'),
  })
  .meta({ id: 'Problem', description: 'A refusal, as RFC 9457 describes.' });
