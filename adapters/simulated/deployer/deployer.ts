import { resolve } from 'node:path';
import type {
  Deployer,
  DeploymentOrder,
  Preview,
  StepContext,
  TargetReplacer,
} from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Observed, Place } from '../../../domain/deployment/deployment.ts';
import { atPlace, type PlaceStore, readPlace } from '../../deployers/place/at-place.ts';
import { placeFolder } from '../../deployers/place/place-folder.ts';
import { type WriteJson, writeJson } from '../../durable-state/write-json.ts';
import { apply } from './apply.ts';
import { type Behaviour, describe, type Session } from './session.ts';
import { settle } from './settle.ts';
import { type PlaceState, placeStateShape, untouchedPlace } from './state.ts';
import { prepareUndo, undo } from './undo.ts';
import { createWorld, type Standing } from './world.ts';

export type SimulatedDeployerOptions = {
  /** Folder for what the deployer remembers, and for the world that it changes. */
  readonly root: string;
  /** The real tool, asked about settings alone. */
  readonly standsFor: Pick<Deployer, 'tool' | 'checkSettings' | 'targets'>;
  /** What serves wherever nobody has deployed yet; null: nothing. */
  readonly before: Standing | null;
  /** How the tool takes an order. */
  readonly behaviourOf: (order: DeploymentOrder) => Behaviour;
  /** For tests that crash on purpose. */
  readonly writeState?: WriteJson;
};

/**
 * Stands for a real tool in a rehearsal: keeps every promise of a deployer, in a world that is made
 * of files and starts nothing. A candidate stands beside what serves, as a canary needs it.
 */
export function createSimulatedDeployer(options: SimulatedDeployerOptions): Deployer {
  const root = resolve(options.root);
  const { standsFor } = options;
  const store: PlaceStore<PlaceState> = {
    root,
    writeState: options.writeState ?? writeJson,
    shape: placeStateShape,
    empty: untouchedPlace(options.before),
  };
  const world = createWorld(root, options.before);

  const act = <Result>(
    order: DeploymentOrder,
    context: StepContext,
    step: (session: Session) => Promise<Result>,
  ): Promise<Result> =>
    atPlace(store, order, context, (place) =>
      step({ ...place, order, world, behaviour: options.behaviourOf(order) }),
    );

  return {
    tool: standsFor.tool,
    besides: true,
    checkSettings: (settings) => standsFor.checkSettings(settings),
    observe: (place) => observe(store, place),
    preview: (order) => preview(store, order),
    apply: (order, context) => {
      refuseBadSettings(order, standsFor);
      return act(order, context, apply);
    },
    settle: async (order, context) => {
      await act(order, context, settle);
      return observe(store, order);
    },
    prepareUndo: (order, context) => act(order, context, prepareUndo),
    undo: (order, context) => act(order, context, undo),
    ...(standsFor.targets === undefined ? {} : { targets: inOneStep }),
  };
}

const withoutTargets = () => Promise.reject(new Error('The simulated world has no targets.'));

/** Its world has versions and no targets, so what would be a roll is brought in as a whole. */
const inOneStep: TargetReplacer = {
  look: async () => null,
  replace: withoutTargets,
  restore: withoutTargets,
};

async function observe(store: PlaceStore<PlaceState>, place: Place): Promise<Observed> {
  const { current, candidate, fence } = await readPlace(store, placeFolder(store.root, place));
  return { current: describe(current, place), candidate: describe(candidate, place), fence };
}

async function preview(store: PlaceStore<PlaceState>, order: DeploymentOrder): Promise<Preview> {
  const { current } = await observe(store, order);
  const { digest, version } = order.artifact;
  const changes = current?.digest !== digest;
  const from = current === null ? 'nothing' : current.version;
  const place = `${order.component} in ${order.environment}`;
  return {
    from: current,
    to: { digest, version },
    changes,
    summary: changes ? `${place}: from ${from} to ${version}` : `${place} stays at ${version}.`,
  };
}

/** What the real tool would refuse is refused in a rehearsal too. */
function refuseBadSettings(
  { settings }: DeploymentOrder,
  { tool, checkSettings }: SimulatedDeployerOptions['standsFor'],
): void {
  const problems = checkSettings(settings);
  if (problems.length === 0) return;
  throw new StepFailure(
    'terminal',
    'deployer/bad-settings',
    `The settings do not suit the tool ${tool}. ${problems.join(' ')}`,
    'Correct the deployment settings in the catalog and plan the release again.',
  );
}
