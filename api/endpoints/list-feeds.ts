import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

const instant = z.string().nullable();

const place = z.object({
  code: z.string(),
  pointer: z.string(),
  message: z.string(),
  remedy: z.string(),
});

const standing = z
  .object({
    calendar: z.string().describe('Name of the calendar that it becomes.'),
    host: z.string().describe('The server that is asked.'),
    everyMs: z.number().describe('How often it is asked for.'),
    askedAt: instant.describe('RFC 3339; null before the first time.'),
    goodAt: instant.describe('When it was last as it should be.'),
    changedAt: instant.describe('When its entries last became others.'),
    entries: z.number().int().nullable().describe('Null until this process has read it.'),
    trouble: z
      .object({
        since: z.string(),
        message: z.string(),
        remedy: z.string(),
        errors: z.array(place).readonly(),
      })
      .nullable()
      .describe('Why it is not taken in; the entries of the last good one stay meanwhile.'),
  })
  .meta({ id: 'Feed', description: 'An iCalendar feed that somebody subscribed to.' });

export const listFeeds = defineEndpoint({
  summary: 'List the iCalendar feeds that are followed, and what is wrong with them',
  description: 'As the process that answers has seen them.',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: {
    200: z
      .object({
        feeds: z.array(standing).readonly(),
        wrongFile: z.string().nullable().describe('What is wrong with the file that names them.'),
      })
      .meta({ id: 'Feeds' }),
  },
  handle: async (_input, { feeds }) => ({
    status: 200,
    body: { feeds: feeds.list(), wrongFile: feeds.wrongFile() },
  }),
});
