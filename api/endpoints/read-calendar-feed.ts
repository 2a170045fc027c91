import { z } from 'zod';
import { writeICalendar } from '../../spec/icalendar/write.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

export const readCalendarFeed = defineEndpoint({
  summary: 'Read the entries of all calendars as iCalendar',
  params: nothing,
  query: nothing,
  body: noBody,
  streams: 'text/calendar',
  answers: { 200: z.string() },
  async handle(_input, { records, clock }) {
    const { entries } = await records.calendar();
    const text = writeICalendar(entries, clock().toISOString());
    return {
      stream: async (_request, response) => {
        response
          .set('Content-Type', 'text/calendar; charset=utf-8')
          .set('Cache-Control', 'no-store')
          .send(text);
      },
    };
  },
});
