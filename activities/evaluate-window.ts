import { decideWindow } from '../domain/calendar/decide-window.ts';
import type { CalendarAnswer } from '../domain/calendar/entry.ts';
import type { Ports } from './ports/index.ts';

/**
 * Asks the calendar now. Time zone data lives in the activity, so that updates of it never break a
 * replay.
 */
export function createEvaluateWindow({ calendar, clock }: Pick<Ports, 'calendar' | 'clock'>) {
  return async function evaluateWindow(order: { environment: string }): Promise<CalendarAnswer> {
    const entries = await calendar.entries();
    return decideWindow({
      entries,
      environment: order.environment,
      instant: clock().toISOString(),
    });
  };
}
