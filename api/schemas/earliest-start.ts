import { z } from 'zod';
import type { EarliestStart } from '../../domain/release/earliest-start.ts';

export const earliestStartSchema: z.ZodType<EarliestStart> = z
  .object({
    environment: z
      .string()
      .nullable()
      .describe('Where something would be deployed; null when no deployment is ahead.'),
    at: z
      .string()
      .nullable()
      .describe('RFC 3339; null when it depends on people alone, or nobody knows an end.'),
    reason: z.string().describe('What decides the instant, or why none is known.'),
  })
  .meta({
    id: 'EarliestStart',
    description: 'A lower bound: if work took no time, and people agreed at once. Not a promise.',
  });
