import type { Deployed } from '../domain/deployment/deployment.ts';
import { componentOf } from '../domain/plan/plan.ts';
import { addressesOf, artifactDigest } from './deploy-component.ts';
import { prepareOrder } from './deployment-order.ts';
import { requireLease } from './lease.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import { recordedState } from './open-requirements.ts';
import type { Ports } from './ports/index.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

/**
 * Takes one deployment back: users first, then code. It needs the lease and its key, never the
 * calendar or approvals, because the way back must be open when the way forward is closed.
 */
export function createUndoChange(ports: Ports) {
  return async function undoChange(
    step: TouchingStep & { readonly planDigest: string; readonly component: string },
  ): Promise<{ summary: string }> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const state = await recordedState(ports.ledger, step.release);
    await requireLease(ports, step);
    const component = componentOf(plan, step.component);
    const digest = artifactDigest(state, component.name);
    const { deployer, order } = await prepareOrder(ports, { ...step, component, digest });
    const context = stepContext();
    const withTraffic = component.service.deployments[step.environment]?.traffic === true;
    // What served before stands again before users move, and users move before anything stops.
    const previous = await deployer.prepareUndo(order, context);
    if (withTraffic) await giveUsersTo(ports, step, previous);
    const undone = await deployer.undo(order, context);
    return {
      summary: `${component.name} in ${step.environment}: ${undone.current?.version ?? 'nothing'} serves again.`,
    };
  };
}

async function giveUsersTo(
  { traffic }: Pick<Ports, 'traffic'>,
  step: TouchingStep & { readonly component: string },
  version: Deployed | null,
): Promise<void> {
  const shares =
    version === null
      ? []
      : [
          {
            digest: version.digest,
            version: version.version,
            addresses: addressesOf(version),
            weightPercent: 100,
          },
        ];
  const { environment, component, fence } = step;
  await traffic.shift(
    { key: `${step.key}/route`, fence, environment, component, shares },
    stepContext(),
  );
}
