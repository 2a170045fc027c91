import { decideWindow } from '../domain/calendar/decide-window.ts';
import type { CalendarAnswer } from '../domain/calendar/entry.ts';
import { scopesOf } from '../domain/plan/scopes-of.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';

type WindowOrder = {
  readonly release: string;
  readonly planDigest: string;
  readonly environment: string;
};

/**
 * Asks the calendar now, for everything that the release would touch in the environment. Time zone
 * data lives in the activity, so that updates of it never break a replay.
 */
export function createEvaluateWindow(
  ports: Pick<Ports, 'calendar' | 'clock' | 'plans' | 'verifier'>,
) {
  return async function evaluateWindow(order: WindowOrder): Promise<CalendarAnswer> {
    const { plan } = await sealedPlanOf(ports, order.release, order.planDigest);
    return decideWindow({
      calendar: await ports.calendar.calendar(),
      scopes: scopesOf(plan, order.environment),
      instant: ports.clock().toISOString(),
    });
  };
}
