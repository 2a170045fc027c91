import { z } from 'zod';
import { name } from '../../spec/field/name.ts';
import { removeEntry } from '../calendar/ad-hoc-entries.ts';
import { changeCalendar } from '../calendar/wake-holders.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

export const removeCalendarEntry = defineEndpoint({
  summary: 'Remove an entry that was added by hand',
  params: z.strictObject({ entry: name.describe('Id of the entry.') }),
  query: nothing,
  body: noBody,
  answers: { 204: z.null() },
  async handle({ params: { entry }, caller }, services) {
    const { subject } = caller.actor;
    await changeCalendar(services, () => removeEntry(entry, subject, services.records));
    return { status: 204, body: null };
  },
});
