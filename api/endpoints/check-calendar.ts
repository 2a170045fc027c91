import { decideWindow } from '../../domain/calendar/decide-window.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { requireEnvironment } from '../releases/require-environment.ts';
import { calendarCheckBody } from '../schemas/calendar.ts';
import { calendarAnswerSchema } from '../schemas/plan.ts';

export const checkCalendar = defineEndpoint({
  summary: 'Ask whether releases may touch an environment at an instant',
  params: nothing,
  query: nothing,
  body: jsonBody(calendarCheckBody),
  answers: { 200: calendarAnswerSchema },
  async handle({ body }, { records, clock }) {
    await requireEnvironment(body.environment, records);
    const answer = decideWindow({
      entries: await records.entries(),
      environment: body.environment,
      instant: body.at ?? clock().toISOString(),
    });
    return { status: 200, body: answer };
  },
});
