import type { Deployed } from '../domain/deployment/deployment.ts';
import { whyNotSwitched } from '../domain/deployment/strategy.ts';
import { componentOf, type ReleasePlan } from '../domain/plan/plan.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { currentKey } from '../domain/revision/open-changes.ts';
import { artifactDigest } from './artifact-digest.ts';
import { prepareOrder } from './deployment-order.ts';
import { orderOfUsers, type Share } from './divide-users.ts';
import { requireMayTouch } from './guard.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { TrafficOrder } from './ports/traffic.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';
import { progressOfStep } from './tell-progress.ts';

type SwitchStep = TouchingStep & {
  readonly planDigest: string;
  readonly components: readonly string[];
};

/** A new set that all its targets say they are, and how users come to it. */
type Verified = {
  readonly component: string;
  readonly digest: string;
  readonly order: TrafficOrder | null;
};

/**
 * Gives the new sets of several components every user, or none of them: all targets of all sets are
 * asked first, and what was switched goes back when a later one cannot be.
 */
export function createSwitchUsers(ports: Ports) {
  return async function switchUsers(
    step: SwitchStep,
  ): Promise<{ digests: Readonly<Record<string, string>> }> {
    const { plan, state } = await requireMayTouch(ports, step);
    const looks = step.components.map((name) => verify(ports, step, { plan, state }, name));
    const sets = await Promise.all(looks);
    const stale = sets.flatMap((set) => ('problem' in set ? [set.problem] : []));
    if (stale.length > 0) throw notSwitched(stale);
    const verified = sets.flatMap((set) => ('problem' in set ? [] : [set]));
    await switchAll(ports, step, verified);
    return {
      digests: Object.fromEntries(verified.map(({ component, digest }) => [component, digest])),
    };
  };
}

async function verify(
  ports: Ports,
  step: SwitchStep,
  { plan, state }: { readonly plan: ReleasePlan; readonly state: ReleaseState },
  name: string,
): Promise<Verified | { readonly problem: string }> {
  const component = componentOf(plan, name);
  const digest = artifactDigest(state, name);
  const key = currentKey(state, step.environment, name);
  const { deployer, order } = await prepareOrder(ports, { ...step, component, digest, key });
  const observed = await deployer.observe(order, order.settings, stepContext());
  const green = observed.candidate ?? observed.current;
  const problem = whyNotSwitched(name, digest, green);
  if (problem !== null || green === null) return { problem: problem ?? `${name} does not stand.` };
  const blue = observed.candidate === null ? null : observed.current;
  return { component: name, digest, order: orderOfUsers(step, component, sharesOf(green, blue)) };
}

function sharesOf(green: Deployed, blue: Deployed | null): readonly Share[] {
  const all: Share = { version: green, percent: 100 };
  if (blue === null || blue.digest === green.digest) return [all];
  return [all, { version: blue, percent: 0, keepsSessions: true }];
}

async function switchAll(ports: Ports, step: SwitchStep, sets: readonly Verified[]): Promise<void> {
  const tell = progressOfStep(ports, step);
  const switched: TrafficOrder[] = [];
  try {
    for (const { component, order } of sets) {
      if (order === null) continue;
      const { summary } = await ports.traffic.preview(order);
      tell(component, { step: summary, share: 0 });
      await ports.traffic.shift(order, stepContext());
      switched.push(order);
      tell(component, { step: 'has every user', share: 1 });
    }
  } catch (error) {
    // What is tried again goes on from here; what is not leaves nobody half-way.
    const isFinal = error instanceof StepFailure && error.kind !== 'retry';
    if (isFinal) {
      for (const order of switched.toReversed()) await ports.traffic.undo(order, stepContext());
    }
    throw error;
  }
}

function notSwitched(problems: readonly string[]): StepFailure {
  return new StepFailure(
    'needs-person',
    'switch/stale-targets',
    `No users were switched. ${problems.join(' ')}`,
    'Look at the targets that are named, then send retry or rollback.',
  );
}
