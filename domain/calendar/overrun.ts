import type { Statement } from '../approval/statement.ts';
import type { PlanOutline } from '../plan/plan.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Calendar } from './calendar.ts';
import type { CalendarAnswer } from './entry.ts';

/** Whether people may let a deployment that is under way finish although this closes it. */
export function isOverridable({ entries }: Calendar, { by }: CalendarAnswer): boolean {
  return !entries.some(({ id, kind }) => kind === 'embargo' && by.includes(id));
}

/** Whether something was brought into the environment that the release has not settled yet. */
export function isUnderWay({ changes }: ReleaseState, environment: string): boolean {
  return changes.some(
    (change) => change.environment === environment && change.status === 'applied',
  );
}

/**
 * Whether a statement lets the release finish what it began in the environment when it closed: one
 * that the release has accepted, about this plan and a stage that changes this environment. Who
 * signed it has to be entitled to `proceed` still, which is asked elsewhere.
 */
export function letsFinish(
  statement: Statement,
  { plan, state }: { readonly plan: Pick<PlanOutline, 'stages'>; readonly state: ReleaseState },
  about: { readonly release: string; readonly environment: string; readonly planDigest: string },
): boolean {
  if (statement.kind !== 'command' || statement.content.command !== 'proceed') return false;
  const { target } = statement.content;
  const stage = plan.stages.find(({ id }) => id === target);
  const isAboutThis =
    (stage?.kind === 'deploy' || stage?.kind === 'switch' || stage?.kind === 'canary') &&
    stage.environment === about.environment &&
    statement.release === about.release &&
    statement.subjectDigest === about.planDigest;
  const isAccepted = state.receipts.some(
    ({ id, outcome }) => id === statement.id && outcome === 'accepted',
  );
  return isAboutThis && isAccepted && isUnderWay(state, about.environment);
}

/** What happens when nobody decides in time, as the deployment's policy states it. */
export function afterSilence(
  { stages }: Pick<PlanOutline, 'stages'>,
  environment: string,
): 'rolls back' | 'halts' {
  const states = stages.some(
    (stage) =>
      stage.kind === 'deploy' &&
      stage.environment === environment &&
      stage.onClosing === 'rollback',
  );
  return states ? 'rolls back' : 'halts';
}
