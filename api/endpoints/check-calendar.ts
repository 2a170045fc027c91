import { decideWindow } from '../../domain/calendar/decide-window.ts';
import { requireKnown } from '../calendar/require-known.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { calendarCheckBody } from '../schemas/calendar.ts';
import { calendarAnswerSchema } from '../schemas/plan.ts';

export const checkCalendar = defineEndpoint({
  summary: 'Ask whether releases may go out at an instant',
  description: 'A dimension that is left out matches no entry that names it.',
  params: nothing,
  query: nothing,
  body: jsonBody(calendarCheckBody),
  answers: { 200: calendarAnswerSchema },
  async handle({ body: { instant, ...scope } }, { records, clock }) {
    await requireKnown(scope, records);
    const answer = decideWindow({
      calendar: await records.calendar(),
      scopes: [scope],
      instant: instant ?? clock().toISOString(),
    });
    return { status: 200, body: answer };
  },
});
