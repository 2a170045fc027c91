import { z } from 'zod';

/** An RFC 3339 instant with its offset, read as the same instant in UTC. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'An instant is RFC 3339 with an offset, such as `2026-12-24T18:00:00+01:00`.',
  })
  .transform((text): string => new Date(text).toISOString())
  .describe('An RFC 3339 instant with an offset, such as `2026-12-24T18:00:00+01:00`.');
