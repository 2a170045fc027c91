import { componentOf, type PlannedComponent } from '../domain/plan/plan.ts';
import type { VersionRef } from '../domain/release/event.ts';
import { currentKey } from '../domain/revision/open-changes.ts';
import { artifactDigest } from './artifact-digest.ts';
import { prepareOrder } from './deployment-order.ts';
import { requireMayTouch } from './guard.ts';
import type { Deployer, DeploymentOrder } from './ports/deployer.ts';
import type { Ports } from './ports/index.ts';
import { requireContractible } from './require-contractible.ts';
import type { TouchingStep } from './step.ts';

/** What one component is brought in with: by which tool, as what, and as which version. */
export type ProvenOrder = {
  readonly component: PlannedComponent;
  readonly deployer: Deployer;
  readonly order: DeploymentOrder;
  readonly to: VersionRef;
};

/** The order to bring a component into an environment, after proving that it may be. */
export async function provenOrder(
  ports: Ports,
  step: TouchingStep & { readonly planDigest: string; readonly component: string },
): Promise<ProvenOrder> {
  const { plan, state } = await requireMayTouch(ports, step);
  const component = componentOf(plan, step.component);
  await requireContractible(ports, step, { release: step.release, plan, state }, component);
  const digest = artifactDigest(state, component.name);
  const key = currentKey(state, step.environment, component.name);
  const { deployer, order } = await prepareOrder(ports, { ...step, component, digest, key });
  return { component, deployer, order, to: { digest, version: component.version } };
}

/** What stands somewhere, without where it runs; null for nothing. */
export function refOf(deployed: VersionRef | null): VersionRef | null {
  return deployed === null ? null : { digest: deployed.digest, version: deployed.version };
}
