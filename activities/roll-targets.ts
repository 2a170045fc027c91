import { rulesOfRoll } from '../domain/deployment/strategy.ts';
import type { VersionRef } from '../domain/release/event.ts';
import { divideUsers } from './divide-users.ts';
import { doneOf, moveBatch } from './move-batch.ts';
import type { Deployer, DeploymentOrder, TargetReplacer } from './ports/deployer.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import { provenOrder, refOf } from './proven-order.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';
import { progressOfStep } from './tell-progress.ts';

export type RollStep = TouchingStep & { readonly planDigest: string; readonly component: string };

/** What one step of a roll came to. */
export type RolledBatch = {
  readonly from: VersionRef | null;
  readonly to: VersionRef;
  readonly changed: boolean;
  /** Numbers of the targets that it replaced; none where all were replaced before. */
  readonly targets: readonly number[];
  /** How many targets are what is ordered, of how many. */
  readonly replaced: number;
  readonly of: number;
};

/**
 * Replaces the next targets of a component, after proving that it may. Where nothing can be rolled,
 * because nothing stands there or what is ordered serves already, it is brought in as a whole.
 */
export function createRollTargets(ports: Ports) {
  return async function rollTargets(step: RollStep): Promise<RolledBatch> {
    const { component, deployer, order, to } = await provenOrder(ports, step);
    const targets = requireTargets(deployer, order);
    const rules = rulesOfRoll(component.service.deployments[step.environment]?.strategy);
    const tell = progressOfStep(ports, step);
    const context = stepContext((said) => tell(component.name, said));
    const before = rules === null ? null : await targets.look(order, context);
    if (rules === null || before === null) {
      const { previous, candidate, changed } = await deployer.apply(order, context);
      await divideUsers(ports, step, component, [{ version: candidate, percent: 100 }]);
      const of = candidate.instances.length;
      return { from: refOf(previous), to, changed, targets: [], replaced: of, of };
    }
    const work = { step, component, order, targets, rules, goal: 'ordered', context } as const;
    const { ordinals, roll } = await moveBatch(ports, work, before);
    const replaced = doneOf(roll, 'ordered');
    const of = roll.targets.length;
    return { from: before.previous, to, changed: true, targets: ordinals, replaced, of };
  };
}

function requireTargets({ tool, targets }: Deployer, order: DeploymentOrder): TargetReplacer {
  if (targets !== undefined) return targets;
  throw new StepFailure(
    'terminal',
    'roll/tool-cannot',
    `The tool ${tool} replaces ${order.component} as a whole, and cannot leave some of its ` +
      'targets as they are. Nothing was touched.',
    'Leave `strategy` out in the catalog, or choose a tool that can, such as local-process.',
  );
}
