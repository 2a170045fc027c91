import { z } from 'zod';
import type { Conflict } from '../../domain/portfolio/find-conflicts.ts';

export const conflictSchema: z.ZodType<Conflict> = z
  .object({
    kind: z.enum(['environment', 'service', 'dependency', 'capacity']),
    environment: z.string().describe('Where this release would be at work.'),
    about: z.array(z.string()).readonly().describe('What is contended.'),
    with: z.array(z.string()).readonly().describe('The other releases.'),
    from: z.string().describe('RFC 3339.'),
    until: z.string().describe('RFC 3339. The first instant outside.'),
    reason: z.string(),
    goesFirst: z.string().nullable().describe('Null: they are level, and nobody has decided.'),
    decision: z.string().describe('Who says so and why, or who is to decide.'),
  })
  .meta({ id: 'Conflict', description: 'Releases that would be in each other’s way.' });

export const conflictsField = z
  .array(conflictSchema)
  .readonly()
  .describe('Where the release meets others that are on their way: the first 100.');

export const moreConflictsField = z.int().min(0).describe('How many more there are.');

export const slotsField = z
  .array(
    z.object({
      environment: z.string(),
      start: z.string().nullable().describe('RFC 3339. Null: none within 400 days.'),
      end: z.string().nullable(),
    }),
  )
  .readonly()
  .describe(
    'Earliest time at which calendar and other releases leave room, for each environment that is ' +
      'ahead. No reservation.',
  );
