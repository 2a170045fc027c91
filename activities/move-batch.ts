import { divideTargets } from '../domain/deployment/divide-targets.ts';
import { nextBatch } from '../domain/deployment/next-batch.ts';
import { type Goal, isThere, type Roll, type Target } from '../domain/deployment/roll.ts';
import type { Ordered, Rolling } from '../domain/deployment/strategy.ts';
import type { PlannedComponent } from '../domain/plan/plan.ts';
import { divideUsers, type Share } from './divide-users.ts';
import type { DeploymentOrder, StepContext, TargetReplacer } from './ports/deployer.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { TouchingStep } from './step.ts';
import { progressOfStep } from './tell-progress.ts';

/** A component on its way from one version to another, and how its targets are replaced. */
export type RollAtWork = {
  readonly step: TouchingStep;
  readonly component: Pick<PlannedComponent, 'name' | 'service'>;
  readonly order: DeploymentOrder;
  readonly targets: TargetReplacer;
  readonly rules: Rolling | Ordered;
  readonly goal: Goal;
  readonly context: StepContext;
};

export type RollPorts = Pick<Ports, 'traffic' | 'progress'>;

/** What a batch came to: its targets, none when there was nothing left to do. */
export type Batch = { readonly ordinals: readonly number[]; readonly roll: Roll };

/**
 * Takes the next targets from users, has them replaced, and gives them users again once each says
 * that it is what it should be. Which they are is asked of the tool, so that whoever comes after a
 * crash goes on with what is left. The key of each division names its targets: they are the same
 * when it is repeated.
 */
export async function moveBatch(ports: RollPorts, work: RollAtWork, before: Roll): Promise<Batch> {
  const { component, goal, order, rules, targets, context } = work;
  const next = nextBatch(before, rules, goal);
  if ('problem' in next) throw stopped(work, next.problem, next.remedy);
  const { ordinals } = next;
  const tell = progressOfStep(ports, work.step);
  const counters = countersOf(before, goal);
  if (ordinals.length > 0) {
    tell(component.name, { step: `draining ${named(ordinals)}`, counters });
    await divide(ports, work, before, ordinals);
    tell(component.name, { step: `replacing ${named(ordinals)}`, counters });
  }
  const move = () =>
    goal === 'ordered'
      ? targets.replace(order, ordinals, context)
      : targets.restore(order, ordinals, context);
  const roll = ordinals.length === 0 ? before : await move();
  const stale = roll.targets.filter(
    (target) => ordinals.includes(target.ordinal) && !isThere(target, goal),
  );
  if (stale.length > 0) throw stopped(work, tellStale(roll, stale), lookAtThem);
  await divide(ports, work, roll, []);
  const share = doneOf(roll, goal) / Math.max(1, roll.targets.length);
  const step = ordinals.length === 0 ? 'stands' : `${named(ordinals)} have users`;
  tell(component.name, { step, share, counters: countersOf(roll, goal) });
  return { ordinals, roll };
}

/** How many targets are what the goal wants. */
export function doneOf({ targets }: Roll, goal: Goal): number {
  return targets.filter((target) => isThere(target, goal)).length;
}

async function divide(
  ports: RollPorts,
  { step, component, goal }: RollAtWork,
  roll: Roll,
  without: readonly number[],
): Promise<void> {
  const shares = divideTargets(roll, without, goal).map(
    ({ side, percent, targets }): Share => ({
      version: { ...roll[side], instances: targets.map(instanceOf) },
      percent,
    }),
  );
  const done = doneOf(roll, goal);
  const percents = shares.map(({ version, percent }) => `${version.version}-${percent}`).join('+');
  const key = `${step.key}/${done}-done/without-${without.join('.') || 'none'}/${percents}`;
  await divideUsers(ports, { ...step, key }, component, shares);
}

const instanceOf = ({ ordinal, address }: Target) => ({ id: `${ordinal}`, address });

const lookAtThem = 'Look at the targets that are named, then send retry or rollback.';

function tellStale({ targets }: Roll, stale: readonly Target[]): string {
  const told = stale.map(({ ordinal, problem }) => `target ${ordinal}: ${problem}`).join('; ');
  return `${stale.length} of the ${targets.length} targets cannot get users. ${told}.`;
}

function stopped({ component }: RollAtWork, problem: string, remedy: string): StepFailure {
  return new StepFailure('needs-person', 'roll/stopped', `${component.name}: ${problem}`, remedy);
}

function countersOf(roll: Roll, goal: Goal): Readonly<Record<string, number>> {
  return { targets: roll.targets.length, targetsDone: doneOf(roll, goal) };
}

function named(ordinals: readonly number[]): string {
  return `${ordinals.length === 1 ? 'target' : 'targets'} ${ordinals.join(', ')}`;
}
