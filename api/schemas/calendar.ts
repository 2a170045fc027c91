import { z } from 'zod';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { instant } from '../../spec/field/instant.ts';
import { name } from '../../spec/field/name.ts';

export const calendarEntrySchema: z.ZodType<CalendarEntry> = z
  .object({
    id: z.string(),
    kind: z.enum(['allow', 'freeze']),
    title: z.string(),
    environments: z.array(z.string()).describe('Empty: all.'),
    start: z.string(),
    end: z.string().nullable().describe('Null: no known end.'),
    owner: z.string().describe('Group that can lift it.'),
  })
  .meta({ id: 'CalendarEntry' });

export const calendarEntriesSchema = z
  .object({ entries: z.array(calendarEntrySchema).readonly() })
  .meta({ id: 'CalendarEntries' });

export const calendarCheckBody = z
  .strictObject({
    environment: name,
    at: instant.optional().describe('RFC 3339. Now when left out.'),
  })
  .meta({ id: 'CalendarCheckRequest' });
