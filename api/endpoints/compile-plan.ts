import { earliestStarts } from '../../domain/release/earliest-start.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { compileRelease } from '../plans/compile.ts';
import { forecastConflicts } from '../plans/forecast-conflicts.ts';
import { forecastWindows } from '../plans/forecast-windows.ts';
import { releaseBody } from '../plans/release-body.ts';
import { compiledPlanSchema } from '../schemas/plan.ts';

export const compilePlan = defineEndpoint({
  summary: 'Show everything that a release would do',
  description: 'Starts and keeps nothing. The digest is what `POST /v1/releases` takes.',
  params: nothing,
  query: nothing,
  body: releaseBody,
  answers: { 200: compiledPlanSchema },
  async handle({ body }, services) {
    const { records, clock } = services;
    const { plan, digest } = await compileRelease(body, services);
    const calendar = await records.calendar();
    const now = clock();
    const windows = forecastWindows(plan, calendar, now);
    const starts = earliestStarts({ plan, state: null, calendar, now: now.toISOString() });
    const met = await forecastConflicts(plan, services);
    return { status: 200, body: { plan, digest, forecast: { windows, starts, ...met } } };
  },
});
