import { z } from 'zod';
import type { CalendarEntry } from '../domain/calendar/entry.ts';
import { documentOf } from './document.ts';
import { instant } from './field/instant.ts';
import { name, sentence } from './field/name.ts';

/** One entry of a calendar, as people write it and as the API takes it. */
export const calendarEntry = z
  .strictObject({
    id: name.describe('Unique among all entries.'),
    kind: z.enum(['allow', 'freeze']).describe('A freeze wins over a window that allows.'),
    title: sentence.describe('What people read when a release is held.'),
    environments: z
      .array(name)
      .max(100)
      .default([])
      .describe('Environments it speaks of. By default all.'),
    start: instant,
    end: instant
      .nullable()
      .default(null)
      .describe('First instant outside. By default none: no known end.'),
    owner: name.describe('The group that can lift it.'),
  })
  .refine(({ start, end }) => end === null || start < end, {
    path: ['end'],
    error: 'An entry ends after it starts.',
  });

const calendarSpec = z.strictObject({
  entries: z.array(calendarEntry).max(10_000),
});

/** `kind: Calendar`: when releases may go out, and when not. */
export const calendarDocument = documentOf('Calendar', calendarSpec).meta({
  title: 'Calendar',
  description: 'Windows that allow releases, and freezes that hold them.',
});

/** What the document means. */
export function toCalendarEntries(
  document: z.output<typeof calendarDocument>,
): readonly CalendarEntry[] {
  return document.spec.entries;
}
