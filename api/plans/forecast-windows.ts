import type { Calendar } from '../../domain/calendar/calendar.ts';
import { decideWindow } from '../../domain/calendar/decide-window.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { scopesOf } from '../../domain/plan/scopes-of.ts';

export type WindowForecast = {
  readonly environment: string;
  readonly open: boolean;
  readonly reason: string;
  readonly nextOpen: string | null;
};

/**
 * What the calendar says of each environment at an instant. It may be otherwise when the release
 * comes there.
 */
export function forecastWindows(
  plan: ReleasePlan,
  calendar: Calendar,
  now: Date,
): readonly WindowForecast[] {
  return plan.environments.map((environment) => {
    const scopes = scopesOf(plan, environment);
    const question = { calendar, scopes, instant: now.toISOString() };
    const { open, reason, nextOpen } = decideWindow(question);
    return { environment, open, reason, nextOpen };
  });
}
