import { decideWindow } from '../domain/calendar/decide-window.ts';
import type { CalendarAnswer } from '../domain/calendar/entry.ts';
import { isOverridable } from '../domain/calendar/overrun.ts';
import { scopesOf } from '../domain/plan/scopes-of.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';

type WindowOrder = {
  readonly release: string;
  readonly planDigest: string;
  readonly environment: string;
};

/** What the calendar says, and whether what is under way may be finished all the same. */
export type WindowAnswer = CalendarAnswer & { readonly mayOverrun: boolean };

/**
 * Asks the calendar now, for everything that the release would touch in the environment. Time zone
 * data lives in the activity, so that updates of it never break a replay.
 */
export function createEvaluateWindow(
  ports: Pick<Ports, 'calendar' | 'clock' | 'plans' | 'verifier'>,
) {
  return async function evaluateWindow(order: WindowOrder): Promise<WindowAnswer> {
    const { plan } = await sealedPlanOf(ports, order.release, order.planDigest);
    const calendar = await ports.calendar.calendar();
    const scopes = scopesOf(plan, order.environment);
    const instant = ports.clock().toISOString();
    const answer = decideWindow({ calendar, scopes, instant });
    return { ...answer, mayOverrun: isOverridable(calendar, answer) };
  };
}
