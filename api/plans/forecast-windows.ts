import { decideWindow } from '../../domain/calendar/decide-window.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';

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
  environments: readonly string[],
  entries: readonly CalendarEntry[],
  now: Date,
): readonly WindowForecast[] {
  return environments.map((environment) => {
    const question = { entries, environment, instant: now.toISOString() };
    const { open, reason, nextOpen } = decideWindow(question);
    return { environment, open, reason, nextOpen };
  });
}
