import { z } from 'zod';
import { calendarEntry } from '../../spec/calendar.ts';
import { name } from '../../spec/field/name.ts';
import { putEntry } from '../calendar/ad-hoc-entries.ts';
import { changeCalendar } from '../calendar/wake-holders.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import { calendarEntrySchema } from '../schemas/calendar.ts';

export const putCalendarEntry = defineEndpoint({
  summary: 'Change an entry that was added by hand, or add it',
  description: 'Releases that wait for a window and that it speaks of look again at once.',
  params: z.strictObject({ entry: name.describe('Id of the entry.') }),
  query: nothing,
  body: jsonBody(calendarEntry),
  answers: { 200: calendarEntrySchema, 201: calendarEntrySchema },
  async handle({ params, body: entry, caller }, services) {
    if (entry.id !== params.entry) throw otherId(entry.id, params.entry);
    const { subject } = caller.actor;
    const wasThere = await changeCalendar(services, () =>
      putEntry(entry, subject, services.records),
    );
    return { status: wasThere ? 200 : 201, body: entry };
  },
});

function otherId(id: string, addressed: string): Problem {
  const message = `The entry is called \`${id}\`, and the address names \`${addressed}\`.`;
  const remedy = 'Send it to its own address; an entry keeps its id.';
  const errors = [{ code: 'other-id', pointer: '/id', message, remedy }];
  return new Problem('invalid-body', { detail: summaryOf(errors), errors });
}
