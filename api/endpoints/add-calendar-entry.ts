import { calendarEntry } from '../../spec/calendar.ts';
import { addEntry } from '../calendar/ad-hoc-entries.ts';
import { changeCalendar } from '../calendar/wake-holders.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { calendarEntrySchema } from '../schemas/calendar.ts';

export const addCalendarEntry = defineEndpoint({
  summary: 'Open a window, or close the calendar, once or again and again',
  description: 'Releases that wait for a window and that it speaks of look again at once.',
  params: nothing,
  query: nothing,
  body: jsonBody(calendarEntry),
  answers: { 201: calendarEntrySchema },
  async handle({ body: entry, caller }, services) {
    const { subject } = caller.actor;
    await changeCalendar(services, () => addEntry(entry, subject, services.records));
    return { status: 201, body: entry };
  },
});
