import type { PlanOutline } from '../plan/plan.ts';
import type { ReleaseState } from '../release/state.ts';
import { type AlertEvents, type AlertState, isSameFiring } from './alert.ts';
import { alertPolicyOf } from './alert-policy-of.ts';
import { changesIn } from './changes-in.ts';
import { brokenSinceMs, describeSteadiness, isSteady, type Sighting } from './is-steady.ts';

/** What is to be done about alerts now: one is judged, or the next one is due at that instant. */
export type AlertsNow = {
  readonly judged: AlertEvents | null;
  /** RFC 3339; null: time alone changes nothing. */
  readonly dueAt: string | null;
};

/**
 * Judges the first alert of a release that can be judged at that instant. One that ended before it
 * was steady has passed; a breach stays one, whatever ends.
 */
export function judgeAlerts(plan: PlanOutline, state: ReleaseState, nowMs: number): AlertsNow {
  let dueMs = Number.POSITIVE_INFINITY;
  for (const alert of state.alerts ?? []) {
    if (alert.verdict !== 'pending') continue;
    const judged = judge(plan, state, alert, nowMs);
    if (typeof judged === 'object') return { judged, dueAt: null };
    dueMs = Math.min(dueMs, judged);
  }
  return { judged: null, dueAt: dueMs < latestMs ? new Date(dueMs).toISOString() : null };
}

/** The last instant that a date can hold. */
const latestMs = 8.64e15;

function judge(
  plan: PlanOutline,
  state: ReleaseState,
  alert: AlertState,
  nowMs: number,
): AlertEvents | number {
  const { name, environment, fingerprint, startsAt } = alert;
  const told = (outcome: AlertEvents['outcome'], reason: string): AlertEvents => {
    return { type: 'alert.judged', fingerprint, startsAt, environment, name, outcome, reason };
  };
  const policy = alertPolicyOf(plan, environment);
  const isOver = state.phase !== 'rolling-out' || changesIn(state, environment).length === 0;
  if (policy === null || isOver) {
    return told('passed', `The release has left ${environment}, or goes back already.`);
  }
  const { steady } = policy;
  const sightings = sightingsOf(state, alert);
  if (isSteady(sightings, steady, nowMs)) {
    const since = steady === undefined ? '' : ` ${describeSteadiness(steady)}`;
    return told('breach', `The alert ${name} fires in ${environment}${since}.`);
  }
  if (alert.resolvedAt !== null) {
    return told('passed', `The alert ${name} ended before it was steady.`);
  }
  const since = brokenSinceMs(sightings);
  const isByTime = steady !== undefined && 'forMs' in steady && since !== null;
  return isByTime ? since + steady.forMs : Number.POSITIVE_INFINITY;
}

/**
 * Everything that was said of the alert, each time that it fired and that it stopped, up to this
 * firing.
 */
function sightingsOf({ alerts = [] }: ReleaseState, alert: AlertState): readonly Sighting[] {
  const until = alerts.findIndex((known) => isSameFiring(known, alert));
  return alerts
    .slice(0, until + 1)
    .filter(({ fingerprint }) => fingerprint === alert.fingerprint)
    .flatMap(({ firedAt, resolvedAt }) => [
      { atMs: Date.parse(firedAt), isBroken: true },
      ...(resolvedAt === null ? [] : [{ atMs: Date.parse(resolvedAt), isBroken: false }]),
    ]);
}
