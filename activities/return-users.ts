import type { ReleaseState } from '../domain/release/state.ts';
import { areUsersOn, divideUsers } from './divide-users.ts';
import { requireLease } from './lease.ts';
import { changeOf, componentOfChange, orderOfChange } from './order-of-change.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import { returnToUntouched, rollOf } from './roll-back-targets.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

type ReturnStep = TouchingStep & {
  readonly planDigest: string;
  readonly components: readonly string[];
};

/**
 * Gives users what served before, of all components at once: what harms them is over before the
 * first thing is stopped, and though something cannot be undone later. Returns the digests that
 * users were moved to, by component. A component for which it does not work is left out: its own
 * undoing tries again, and asks a person if it must.
 */
export function createReturnUsers(ports: Ports) {
  return async function returnUsers(
    step: ReturnStep,
  ): Promise<{ digests: Readonly<Record<string, string>> }> {
    const state = await recordedState(ports.ledger, step.release);
    await requireLease(ports, step);
    const returned = await Promise.allSettled(
      step.components.map((component) => returnOne(ports, step, state, component)),
    );
    const pairs = returned.flatMap((each) =>
      each.status === 'fulfilled' && each.value !== null ? [each.value] : [],
    );
    return { digests: Object.fromEntries(pairs) };
  };
}

async function returnOne(
  ports: Ports,
  step: ReturnStep,
  state: ReleaseState,
  name: string,
): Promise<readonly [string, string] | null> {
  const change = changeOf(state, step.environment, name);
  const component = await componentOfChange(ports, step, state, change);
  if (component.service.deployments[step.environment]?.traffic !== true) return null;
  const { deployer, order } = await orderOfChange(ports, step, state, change);
  const roll = await rollOf({ component, deployer, order }, stepContext());
  if (roll !== null) {
    const isBack = await returnToUntouched(ports, step, { component }, roll);
    return isBack ? [name, roll.previous.digest] : null;
  }
  const previous = await deployer.prepareUndo(order, stepContext());
  if (await areUsersOn(ports, order, previous)) return null;
  const shares = previous === null ? [] : [{ version: previous, percent: 100 }];
  await divideUsers(ports, step, component, shares);
  return previous === null ? null : [name, previous.digest];
}
