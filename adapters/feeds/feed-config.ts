import { z } from 'zod';
import { entryKinds } from '../../domain/calendar/entry.ts';
import { readSecretFile, secretUrl } from '../secret-file.ts';

const minuteMs = 60_000;
const name = z.string().min(1).max(100);
const names = z.array(name).max(100).default([]);

const feed = z
  .strictObject({
    /** Whoever knows it may often read the calendar. */
    url: secretUrl,
    kind: z.enum(entryKinds),
    /** Group that can lift what comes of it. */
    owner: name,
    environments: names,
    regions: names,
    services: names,
    teams: names,
    /** Zone of times that name none. */
    timeZone: name.nullable().default(null),
    everyMinutes: z.number().min(1).max(1_440).default(15),
  })
  .transform(({ everyMinutes, ...rest }) => ({ ...rest, everyMs: everyMinutes * minuteMs }));

const feeds = z.record(
  z
    .string()
    .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'must be lower-case letters, digits and hyphens')
    .max(40),
  feed,
);

export type FeedConfig = z.output<typeof feed>;

/**
 * The iCalendar feeds that an operator has subscribed to, by the names of their calendars, or what
 * is wrong with the file, without any value of it.
 */
export async function readFeedConfig(
  file: string | undefined,
): Promise<
  { readonly content: Readonly<Record<string, FeedConfig>> } | { readonly wrong: string }
> {
  return readSecretFile(file, feeds);
}
