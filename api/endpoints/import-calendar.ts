import { z } from 'zod';
import { entryKinds } from '../../domain/calendar/entry.ts';
import { name } from '../../spec/field/name.ts';
import { importEvents } from '../calendar/import-events.ts';
import { changeCalendar } from '../calendar/wake-holders.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import type { BodyReader } from '../http/body-reader.ts';

const names = (what: string) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(name))
    .default([])
    .describe(`${what}, with commas between them. By default all.`);

const query = z.strictObject({
  calendar: name.max(40).describe('Name of the import: the next one of it takes its place.'),
  kind: z.enum(entryKinds).describe('What the events become.'),
  owner: name.describe('The group that can lift them.'),
  environments: names('Environments they speak of'),
  regions: names('Regions they speak of'),
  services: names('Services they speak of'),
  teams: names('Owners of services they speak of'),
  timeZone: z.string().max(100).optional().describe('Zone of times that name none.'),
});

const textBody: BodyReader<string> = {
  content: { 'text/calendar': { schema: { type: 'string', description: 'RFC 5545.' } } },
  read: ({ text }) => text,
};

export const importCalendar = defineEndpoint({
  summary: 'Take the events of an iCalendar file in as entries',
  description:
    'All events, or none: every problem is told at once. Events that are not in it any more are ' +
    'removed. Who subscribes to a feed sends it again whenever it has changed.',
  params: nothing,
  query,
  body: textBody,
  answers: {
    200: z
      .object({ calendar: z.string(), entries: z.number().int(), changed: z.boolean() })
      .meta({ id: 'ImportedCalendar' }),
  },
  async handle({ query: { timeZone = null, ...asked }, body, caller }, services) {
    const { subject } = caller.actor;
    const imported = await changeCalendar(services, () =>
      importEvents(body, { ...asked, timeZone }, subject, services.records),
    );
    return { status: 200, body: { calendar: asked.calendar, ...imported } };
  },
});
