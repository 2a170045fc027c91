import { componentOf } from '../domain/plan/plan.ts';
import type { VersionRef } from '../domain/release/event.ts';
import { currentKey } from '../domain/revision/open-changes.ts';
import { artifactDigest } from './artifact-digest.ts';
import { prepareOrder } from './deployment-order.ts';
import { divideUsers } from './divide-users.ts';
import { requireMayTouch } from './guard.ts';
import type { Ports } from './ports/index.ts';
import { requireContractible } from './require-contractible.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';
import { progressOfStep } from './tell-progress.ts';

export type DeployStep = TouchingStep & {
  readonly planDigest: string;
  readonly component: string;
  /** `all-at-once` gives the candidate every user as soon as it stands; `beside` gives it none. */
  readonly strategy: 'all-at-once' | 'beside';
};

export type DeployedComponent = {
  readonly from: VersionRef | null;
  readonly to: VersionRef;
  readonly changed: boolean;
};

/** Brings one component into an environment, after proving that it may. */
export function createDeployComponent(ports: Ports) {
  return async function deployComponent(step: DeployStep): Promise<DeployedComponent> {
    const { plan, state } = await requireMayTouch(ports, step);
    const component = componentOf(plan, step.component);
    await requireContractible(ports, step, { release: step.release, plan, state }, component);
    const digest = artifactDigest(state, component.name);
    const key = currentKey(state, step.environment, component.name);
    const { deployer, order } = await prepareOrder(ports, { ...step, component, digest, key });
    const tell = progressOfStep(ports, step);
    tell(component.name, { step: 'bringing in', share: 0 });
    const context = stepContext((said) => tell(component.name, said));
    const applied = await deployer.apply(order, context);
    // Beside a version that serves, the candidate gets nobody until the canary stage gives it some.
    if (step.strategy === 'all-at-once' || applied.previous === null) {
      await divideUsers(ports, step, component, [{ version: applied.candidate, percent: 100 }]);
    }
    tell(component.name, { step: 'stands', share: 1 });
    return {
      from: refOf(applied.previous),
      to: { digest, version: component.version },
      changed: applied.changed,
    };
  };
}

function refOf(deployed: { digest: string; version: string } | null): VersionRef | null {
  return deployed === null ? null : { digest: deployed.digest, version: deployed.version };
}
