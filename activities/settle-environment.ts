import { componentOf } from '../domain/plan/plan.ts';
import { currentKey } from '../domain/revision/open-changes.ts';
import { artifactDigest } from './artifact-digest.ts';
import { prepareOrder } from './deployment-order.ts';
import { requireLease } from './lease.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

/**
 * Makes every candidate the current version, retires what served before, and gives the environment
 * back.
 */
export function createSettleEnvironment(ports: Ports) {
  return async function settleEnvironment(
    step: TouchingStep & { readonly planDigest: string; readonly components: readonly string[] },
  ): Promise<void> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const state = await recordedState(ports.ledger, step.release);
    await requireLease(ports, step);
    const context = stepContext();
    for (const name of step.components) {
      const component = componentOf(plan, name);
      const digest = artifactDigest(state, name);
      const key = currentKey(state, step.environment, name);
      const { deployer, order } = await prepareOrder(ports, { ...step, component, digest, key });
      context.heartbeat(`${name}: settling`);
      await deployer.settle(order, context);
    }
  };
}
