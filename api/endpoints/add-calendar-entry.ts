import { checkCalendar } from '../../domain/calendar/check-calendar.ts';
import { calendarEntry } from '../../spec/calendar.ts';
import { addEntry } from '../calendar/ad-hoc-entries.ts';
import { wakeHolders } from '../calendar/wake-holders.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { invalidDocument } from '../problems/invalid-document.ts';
import { calendarEntrySchema } from '../schemas/calendar.ts';

export const addCalendarEntry = defineEndpoint({
  summary: 'Open a window or freeze environments',
  description: 'Releases that wait for a window look again at once.',
  params: nothing,
  query: nothing,
  body: jsonBody(calendarEntry),
  answers: { 201: calendarEntrySchema },
  async handle({ body: entry, caller }, services) {
    const applied = await services.records.catalog();
    if (applied === null) throw new Problem('no-catalog', { detail: 'There is no catalog yet.' });
    const problems = checkCalendar([entry], applied.catalog);
    if (problems.length > 0) throw invalidDocument(problems.map(inBody));
    await addEntry(entry, caller.actor.subject, services.records);
    await wakeHolders(services);
    return { status: 201, body: entry };
  },
});

/** The entry is the body here, and the first of a document there. */
function inBody<Place extends { readonly pointer: string }>(place: Place): Place {
  return { ...place, pointer: place.pointer.replace(/^\/spec\/entries\/0/, '') };
}
