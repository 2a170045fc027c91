import type {
  DeploymentOrder,
  StepContext,
  TargetReplacer,
} from '../../../activities/ports/deployer.ts';
import type { Deployed } from '../../../domain/deployment/deployment.ts';
import type { Goal, Roll } from '../../../domain/deployment/roll.ts';

type Knobs = {
  /** How many targets a component has; one where nothing is said. */
  readonly targets: ReadonlyMap<string, number>;
  /** Targets that are not what they should be, once they were replaced, by component. */
  readonly unready: ReadonlyMap<string, NonNullable<Deployed['unready']>>;
};

type Known = { readonly previous: Deployed; readonly runs: Goal[] };

/** What runs at each target, in memory. Each replacement is an effect with its targets. */
export function createFakeTargets(
  act: (effect: string) => Promise<void>,
  { targets, unready }: Knobs,
  serving: (order: DeploymentOrder) => Deployed | null,
): TargetReplacer & { readonly rolls: Map<string, Known> } {
  const rolls = new Map<string, Known>();

  function look(order: DeploymentOrder): Roll | null {
    const previous = rolls.get(order.key)?.previous ?? serving(order);
    if (previous === null) return null;
    const count = targets.get(order.component) ?? 1;
    const runs = rolls.get(order.key)?.runs ?? Array.from({ length: count }, () => 'previous');
    const { digest, version } = order.artifact;
    const stale = unready.get(order.component) ?? [];
    return {
      begun: rolls.has(order.key),
      previous: { digest: previous.digest, version: previous.version },
      ordered: { digest, version },
      targets: runs.map((side, ordinal) => {
        const found = stale.find(({ id }) => id === `${ordinal}`);
        return {
          ordinal,
          versions: ['previous', 'ordered'],
          runs: side === 'ordered' ? 'ordered' : 'previous',
          address: `http://127.0.0.1:${100 + ordinal}`,
          problem: side === 'ordered' ? (found?.reason ?? null) : null,
        };
      }),
    };
  }

  async function move(
    order: DeploymentOrder,
    ordinals: readonly number[],
    goal: Goal,
  ): Promise<Roll> {
    const roll = look(order);
    const previous = serving(order);
    if (roll === null || previous === null) throw new Error('There is nothing to roll.');
    const known = rolls.get(order.key) ?? { previous, runs: roll.targets.map(() => 'previous') };
    rolls.set(order.key, known);
    const verb = goal === 'ordered' ? 'replace' : 'restore';
    await act(`${verb} ${order.component} ${ordinals.join('.')}`);
    for (const ordinal of ordinals) known.runs[ordinal] = goal;
    return look(order) ?? roll;
  }

  return {
    rolls,
    look: async (order) => look(order),
    replace: (order, ordinals) => move(order, ordinals, 'ordered'),
    restore: (order, ordinals) => move(order, ordinals, 'previous'),
  };
}

/** Restores what is left of a roll at once, as a tool does where nobody did it in batches. */
export async function restoreLeft(
  replacer: TargetReplacer,
  order: DeploymentOrder,
  context: StepContext,
): Promise<void> {
  const roll = await replacer.look(order, context);
  const left = roll?.targets.filter(({ runs }) => runs === 'ordered') ?? [];
  const ordinals = left.map(({ ordinal }) => ordinal);
  if (ordinals.length > 0) await replacer.restore(order, ordinals, context);
}
