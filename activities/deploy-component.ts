import type { VersionRef } from '../domain/release/event.ts';
import { divideUsers } from './divide-users.ts';
import type { Ports } from './ports/index.ts';
import { provenOrder, refOf } from './proven-order.ts';
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
    const { component, deployer, order, to } = await provenOrder(ports, step);
    const tell = progressOfStep(ports, step);
    tell(component.name, { step: 'bringing in', share: 0 });
    const context = stepContext((said) => tell(component.name, said));
    const applied = await deployer.apply(order, context);
    // Beside a version that serves, the candidate gets nobody until the canary stage gives it some.
    if (step.strategy === 'all-at-once' || applied.previous === null) {
      await divideUsers(ports, step, component, [{ version: applied.candidate, percent: 100 }]);
    }
    tell(component.name, { step: 'stands', share: 1 });
    return { from: refOf(applied.previous), to, changed: applied.changed };
  };
}
