import { decideWindow } from '../domain/calendar/decide-window.ts';
import type { CalendarAnswer } from '../domain/calendar/entry.ts';
import { isOverridable } from '../domain/calendar/overrun.ts';
import { scopesOf } from '../domain/plan/scopes-of.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import { openByDeviation } from './open-by-deviation.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';

type WindowOrder = {
  readonly release: string;
  readonly planDigest: string;
  readonly environment: string;
  /** Ids of granted deviations that may open it; their facts are recorded. */
  readonly deviations?: readonly string[];
};

/** What the calendar says, and whether what is under way may be finished all the same. */
export type WindowAnswer = CalendarAnswer & {
  readonly mayOverrun: boolean;
  /** The deviation by which it is open although the calendar is closed; else null. */
  readonly deviation?: string | null;
};

/**
 * Asks the calendar now, for everything that the release would touch in the environment. Time zone
 * data lives in the activity, so that updates of it never break a replay.
 */
export function createEvaluateWindow(
  ports: Pick<
    Ports,
    'calendar' | 'clock' | 'plans' | 'verifier' | 'ledger' | 'statements' | 'directory'
  >,
) {
  return async function evaluateWindow(order: WindowOrder): Promise<WindowAnswer> {
    const { plan } = await sealedPlanOf(ports, order.release, order.planDigest);
    const calendar = await ports.calendar.calendar();
    const scopes = scopesOf(plan, order.environment);
    const instant = ports.clock().toISOString();
    const answer = decideWindow({ calendar, scopes, instant });
    const found = { ...answer, mayOverrun: isOverridable(calendar, answer), deviation: null };
    const { release, environment, deviations = [] } = order;
    if (answer.open || deviations.length === 0) return found;
    const state = await recordedState(ports.ledger, release);
    const unused = state.askedDeviations.filter(
      ({ id, used }) => used === null && deviations.includes(id),
    );
    const opened = await openByDeviation(
      ports,
      { release, plan, state },
      { environment, calendar },
      unused,
    );
    if (opened.deviation === null) {
      return { ...found, reason: [answer.reason, ...opened.closedBecause].join(' ') };
    }
    const reason = `${answer.reason} The override ${opened.deviation} sets that aside.`;
    return { ...found, open: true, reason, deviation: opened.deviation };
  };
}
