import type { DeviationState } from '../deviation/deviation.ts';
import { standingAt } from '../deviation/standing.ts';
import type { PlanOutline } from '../plan/plan.ts';
import type { ReleaseState } from '../release/state.ts';

type Planned = Pick<PlanOutline, 'schedule' | 'scopeFrozenAfter'>;
type Known = Pick<ReleaseState, 'stages' | 'askedDeviations'>;

/** Whether the scope of a release is frozen at some time at all. */
export function mayFreeze({ schedule, scopeFrozenAfter }: Planned): boolean {
  return schedule?.scopeFreeze !== undefined || scopeFrozenAfter !== undefined;
}

/**
 * Why the scope of a release is frozen at an instant, RFC 3339, as a sentence; null while it is
 * not. Once it was revised in spite of that it stays frozen, whatever begins anew.
 */
export function whyFrozen(plan: Planned, state: Known, now: string): string | null {
  const { schedule, scopeFrozenAfter } = plan;
  const from = schedule?.scopeFreeze;
  if (from !== undefined && Date.parse(from) <= Date.parse(now)) {
    return `Its scope is frozen since ${from}.`;
  }
  const last = state.stages.find(({ id }) => id === scopeFrozenAfter);
  if (last?.status === 'succeeded') {
    return `Its scope is frozen since ${last.id} has succeeded.`;
  }
  const lifted = state.askedDeviations.find(isUsedRevision);
  return lifted === undefined ? null : `Its scope was frozen when ${lifted.id} was used.`;
}

function isUsedRevision({ scope, used }: DeviationState): boolean {
  return scope.kind === 'revision' && used !== null;
}

/**
 * What somebody else has granted for a revision to exactly this plan, and nobody has used;
 * undefined where there is none. Who granted it does not revise by it.
 */
export function liftedFor(
  { askedDeviations }: Pick<ReleaseState, 'askedDeviations'>,
  { to, by }: { readonly to: string; readonly by: string },
  now: string,
): DeviationState | undefined {
  return askedDeviations.find(
    (deviation) =>
      deviation.scope.kind === 'revision' &&
      deviation.scope.to === to &&
      deviation.answer?.by !== by &&
      standingAt(deviation, now) === 'granted',
  );
}
