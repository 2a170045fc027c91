import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { calendarEntriesSchema } from '../schemas/calendar.ts';

export const listCalendarEntries = defineEndpoint({
  summary: 'List the entries of all calendars',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: calendarEntriesSchema },
  async handle(_input, { records }) {
    const { entries } = await records.calendar();
    return { status: 200, body: { entries } };
  },
});
