import type { PlanOutline } from '../domain/plan/plan.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * The components that a stage has to do with. After a revision of the plan, what is known of
 * components that stayed as they were is not made anew.
 */
export function withoutKnown(
  { plan, state }: ReleaseRun,
  known: readonly { readonly component: string }[],
): PlanOutline['components'] {
  if (state.revisions === undefined) return plan.components;
  return plan.components.filter(({ name }) => !known.some(({ component }) => component === name));
}
