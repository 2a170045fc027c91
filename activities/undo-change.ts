import type { VersionRef } from '../domain/release/event.ts';
import { areUsersOn, divideUsers } from './divide-users.ts';
import { requireLease } from './lease.ts';
import { changeOf, orderOfChange } from './order-of-change.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import { rollBackTargets, rollOf } from './roll-back-targets.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

/**
 * Takes one deployment back: users first, then code. It needs the lease and its key, never the
 * calendar or approvals, because the way back must be open when the way forward is closed.
 */
export function createUndoChange(ports: Ports) {
  return async function undoChange(
    step: TouchingStep & { readonly planDigest: string; readonly component: string },
  ): Promise<{ summary: string; restored: VersionRef | null }> {
    const state = await recordedState(ports.ledger, step.release);
    await requireLease(ports, step);
    const change = changeOf(state, step.environment, step.component);
    const { component, deployer, order } = await orderOfChange(ports, step, state, change);
    const context = stepContext();
    const roll = await rollOf({ component, deployer, order }, context);
    if (roll !== null) await rollBackTargets(ports, step, { component, deployer, order }, roll);
    // What served before stands again before users move, and users move before anything stops.
    const previous = await deployer.prepareUndo(order, context);
    const shares = previous === null ? [] : [{ version: previous, percent: 100 }];
    // Where no user reaches it there is no gateway to ask; elsewhere they have most often been on
    // it since the rollback began.
    const hasUsers = component.service.deployments[step.environment]?.traffic === true;
    if (hasUsers && !(await areUsersOn(ports, order, previous))) {
      await divideUsers(ports, step, component, shares);
    }
    const undone = await deployer.undo(order, context);
    const { current } = undone;
    const version = current?.version ?? 'nothing';
    return {
      summary: `${component.name} in ${step.environment}: ${version} serves again.`,
      restored: current === null ? null : { digest: current.digest, version: current.version },
    };
  };
}
