import { componentOf, type PlannedComponent } from '../domain/plan/plan.ts';
import type { ChangeState, ReleaseState } from '../domain/release/state.ts';
import { prepareOrder } from './deployment-order.ts';
import { type PlanPorts, sealedPlanOf } from './load-sealed-plan.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

type Step = {
  readonly release: string;
  readonly environment: string;
  readonly fence: number;
  readonly planDigest: string;
};

/** What a release did to a component in an environment last, and has not left there for good. */
export function changeOf(state: ReleaseState, environment: string, component: string): ChangeState {
  const change = state.changes.findLast(
    (known) =>
      known.environment === environment &&
      known.component === component &&
      known.status !== 'kept' &&
      known.status !== 'replaced',
  );
  if (change !== undefined) return change;
  throw new StepFailure(
    'terminal',
    'undo/nothing-changed',
    `Nothing is recorded that this release changed of ${component} in ${environment}.`,
    'Look at `changes` of the release; what is not there is not taken back by it.',
  );
}

/** The component as the plan had it by which a change was made. It may have been dropped since. */
export async function componentOfChange(
  ports: PlanPorts,
  { release, planDigest }: Pick<Step, 'release' | 'planDigest'>,
  state: ReleaseState,
  change: ChangeState,
): Promise<PlannedComponent> {
  const first = state.revisions?.[0]?.from ?? planDigest;
  const { plan } = await sealedPlanOf(ports, release, change.planDigest ?? first);
  return componentOf(plan, change.component);
}

/** The order by which a change was made: under its key, and with what it brought. */
export async function orderOfChange(
  ports: Ports,
  step: Step,
  state: ReleaseState,
  change: ChangeState,
) {
  const component = await componentOfChange(ports, step, state, change);
  const { key, to } = change;
  const prepared = await prepareOrder(ports, { ...step, component, key, digest: to.digest });
  return { component, ...prepared };
}
