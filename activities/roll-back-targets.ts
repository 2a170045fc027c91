import { isThere, type Roll } from '../domain/deployment/roll.ts';
import { rulesOfRoll } from '../domain/deployment/strategy.ts';
import { divideUsers } from './divide-users.ts';
import { doneOf, moveBatch, type RollAtWork, type RollPorts } from './move-batch.ts';
import type { StepContext, TargetReplacer } from './ports/deployer.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';
import { progressOfStep } from './tell-progress.ts';

type Change = Pick<RollAtWork, 'component' | 'order'> & {
  readonly deployer: { readonly targets?: TargetReplacer };
};

/** What a roll under that order has come to; null where it was none, or has not begun. */
export async function rollOf(
  { component, deployer, order }: Change,
  context: StepContext,
): Promise<Roll | null> {
  const rules = rulesOfRoll(component.service.deployments[order.environment]?.strategy);
  if (rules === null || deployer.targets === undefined) return null;
  const roll = await deployer.targets.look(order, context);
  return roll?.begun === true ? roll : null;
}

/**
 * Gives users what still stands of the version before, at once; returns whether anything of it
 * does. Otherwise they stay where they are until the first target is restored.
 */
export async function returnToUntouched(
  ports: RollPorts,
  step: TouchingStep,
  { component }: Pick<Change, 'component'>,
  roll: Roll,
): Promise<boolean> {
  const stands = roll.targets.filter((target) => isThere(target, 'previous'));
  if (stands.length === 0) return false;
  const instances = stands.map(({ ordinal, address }) => ({ id: `${ordinal}`, address }));
  const version = { ...roll.previous, instances };
  await divideUsers(ports, step, component, [{ version, percent: 100 }]);
  return true;
}

/**
 * Restores the targets that a roll has replaced, by the rules it went by, and lets the others be.
 */
export async function rollBackTargets(
  ports: RollPorts,
  step: TouchingStep,
  change: Change,
  begun: Roll,
): Promise<void> {
  const { component, deployer, order } = change;
  const rules = rulesOfRoll(component.service.deployments[order.environment]?.strategy);
  const { targets } = deployer;
  if (rules === null || targets === undefined) return;
  const tell = progressOfStep(ports, step);
  const context = stepContext((said) => tell(component.name, said));
  const work: RollAtWork = { step, component, order, targets, rules, goal: 'previous', context };
  let roll = begun;
  // Once at least: whoever restored the last ones may have died before users came back to them.
  do {
    roll = (await moveBatch(ports, work, roll)).roll;
  } while (doneOf(roll, 'previous') < roll.targets.length);
}
