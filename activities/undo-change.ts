import { componentOf } from '../domain/plan/plan.ts';
import { addressesOf, artifactDigest } from './deploy-component.ts';
import { prepareOrder } from './deployment-order.ts';
import { requireLease } from './lease.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import { recordedState } from './open-requirements.ts';
import type { Deployed } from '../domain/deployment/deployment.ts';
import type { Ports } from './ports/index.ts';
import { stepContext } from './step-context.ts';
import type { TouchingStep } from './step.ts';

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
    if (withTraffic) {
      const { current, candidate } = await deployer.observe(order, order.settings, context);
      if (candidate !== null && current !== null && current.digest !== digest) {
        await giveUsersTo(ports, step, current);
      }
    }
    const undone = await deployer.undo(order, context);
    if (withTraffic && undone.current !== null) await giveUsersTo(ports, step, undone.current);
    return {
      summary: `${component.name} in ${step.environment}: ${undone.current?.version ?? 'nothing'} serves again.`,
    };
  };
}

async function giveUsersTo(
  { traffic }: Pick<Ports, 'traffic'>,
  step: TouchingStep & { readonly component: string },
  version: Deployed,
): Promise<void> {
  await traffic.shift(
    {
      key: `${step.key}/back/${version.digest}`,
      fence: step.fence,
      environment: step.environment,
      component: step.component,
      shares: [
        {
          digest: version.digest,
          version: version.version,
          addresses: addressesOf(version),
          weightPercent: 100,
        },
      ],
    },
    stepContext().signal,
  );
}
