import { z } from 'zod';
import { type CalendarEntry, entryKinds } from '../../domain/calendar/entry.ts';
import { instant } from '../../spec/field/instant.ts';
import { name } from '../../spec/field/name.ts';

const names = z.array(z.string()).readonly();

export const calendarEntrySchema: z.ZodType<CalendarEntry> = z
  .object({
    id: z.string(),
    kind: z.enum(entryKinds),
    title: z.string(),
    environments: names.describe('Empty: all, here and below.'),
    regions: names.exactOptional(),
    services: names.exactOptional(),
    teams: names.exactOptional(),
    start: z.string().describe('With a time zone: what its clocks show.'),
    end: z.string().nullable().describe('Null: no known end.'),
    owner: z.string().describe('Group that can lift it.'),
    timeZone: z.string().exactOptional(),
    rrule: z.string().exactOptional().describe('RFC 5545.'),
    exceptions: names.exactOptional().describe('Starts that do not take place.'),
  })
  .meta({ id: 'CalendarEntry' });

export const calendarEntriesSchema = z
  .object({ entries: z.array(calendarEntrySchema).readonly() })
  .meta({ id: 'CalendarEntries' });

export const calendarCheckBody = z
  .strictObject({
    instant: instant
      .refine((text) => text > '1970' && text < '2200', 'The calendar knows 1970 to 2199.')
      .optional()
      .describe('RFC 3339. Now when left out.'),
    environment: name.optional(),
    region: name.optional(),
    service: name.optional(),
    team: name.optional(),
  })
  .meta({ id: 'CalendarCheckRequest' });
