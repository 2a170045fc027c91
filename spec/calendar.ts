import { z } from 'zod';
import { type CalendarEntry, entryKinds } from '../domain/calendar/entry.ts';
import { documentOf } from './document.ts';
import { instantOrLocal } from './field/instant.ts';
import { name, sentence } from './field/name.ts';

const names = (what: string) =>
  z.array(name).max(100).default([]).describe(`${what} it speaks of. By default all.`);

/** One entry of a calendar, as people write it and as the API takes it. */
export const calendarEntry = z.strictObject({
  id: name.describe('Unique among all entries.'),
  kind: z
    .enum(entryKinds)
    .describe('All but `allow` close what they match, and win over a window that allows.'),
  title: sentence.describe('What people read when a release is held.'),
  environments: names('Environments'),
  regions: names('Regions of environments'),
  services: names('Services'),
  teams: names('Groups that own the services that'),
  start: instantOrLocal,
  end: instantOrLocal
    .nullable()
    .default(null)
    .describe('First instant outside. By default none: no known end.'),
  owner: name.describe('The group that can lift it.'),
  timeZone: z
    .string()
    .max(100)
    .exactOptional()
    .describe('IANA name of the zone whose clocks count, such as `Europe/Berlin`.'),
  rrule: z
    .string()
    .max(1000)
    .exactOptional()
    .describe('RFC 5545, such as `FREQ=WEEKLY;BYDAY=FR`. Needs a time zone and an end.'),
  exceptions: z
    .array(instantOrLocal)
    .max(1000)
    .exactOptional()
    .describe('Starts of occurrences that do not take place.'),
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
