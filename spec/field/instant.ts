import { z } from 'zod';
import { readLocalTime } from '../../domain/calendar/local-time.ts';

/** An RFC 3339 instant with its offset, read as the same instant in UTC. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'An instant is RFC 3339 with an offset, such as `2026-12-24T18:00:00+01:00`.',
  })
  .transform((text): string => new Date(text).toISOString())
  .describe('An RFC 3339 instant with an offset, such as `2026-12-24T18:00:00+01:00`.');

const localPattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?$/;

/** An instant, or a time as the clocks of a zone show it, such as `2026-12-24T18:00`. */
export const instantOrLocal = z
  .string()
  .transform((text, context): string => {
    const [, minute, second = ':00'] = localPattern.exec(text) ?? [];
    if (minute !== undefined && !Number.isNaN(readLocalTime(minute + second))) {
      return minute + second;
    }
    const read = instant.safeParse(text);
    if (read.success) return read.data;
    const message =
      'A time is `2026-12-24T18:00:00+01:00`, or `2026-12-24T18:00` in an entry with a time zone.';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .describe('RFC 3339 with an offset, or a time of the clocks of the time zone without one.');
