import { resolve } from 'node:path';
import type { Deployer, DeploymentOrder, StepContext } from '../../../activities/ports/deployer.ts';
import type { Roll } from '../../../domain/deployment/roll.ts';
import { type WriteJson, writeJson } from '../../durable-state/write-json.ts';
import { atPlace, readPlace } from '../place/at-place.ts';
import { placeFolder } from '../place/place-folder.ts';
import { apply } from './apply.ts';
import { lookAtTargets } from './look-at-targets.ts';
import { observe, preview } from './observe.ts';
import { replaceTargets } from './replace-targets.ts';
import { restoreTargets } from './restore-targets.ts';
import { finishRetiring, localStore, type Session } from './session.ts';
import { checkSettings, TOOL } from './settings.ts';
import { settle } from './settle.ts';
import { prepareUndo, undo } from './undo.ts';

/**
 * Runs components as processes of this machine, each in a session of its own: they outlive
 * Tidegate. A candidate stands beside what serves, on ports of its own.
 *
 * Everything is kept below `root`: by environment and component, the unpacked artifacts, the logs,
 * and one state file that is written before and after each act, so that any call finds its way
 * after a crash. `writeState` is for tests that crash on purpose.
 */
export function createLocalProcessDeployer(options: {
  /** Folder below which everything is kept, such as `.tidegate/local`. */
  readonly root: string;
  readonly writeState?: WriteJson;
}): Deployer {
  const store = localStore(resolve(options.root), options.writeState ?? writeJson);

  return {
    tool: TOOL,
    besides: true,
    checkSettings,
    observe: (place, _settings, context) => observe(store, place, context),
    preview: (order, context) => preview(store, order, context),
    apply: (order, context) => act(order, context, apply),
    settle: async (order, context) => {
      await act(order, context, settle);
      return observe(store, order, context);
    },
    prepareUndo: (order, context) => act(order, context, prepareUndo),
    undo: (order, context) => act(order, context, undo),
    targets: {
      look,
      replace: (order, ordinals, context) => move(order, context, ordinals, replaceTargets),
      restore: (order, ordinals, context) => move(order, context, ordinals, restoreTargets),
    },
  };

  async function look(order: DeploymentOrder, context: StepContext): Promise<Roll | null> {
    return lookAtTargets(await readPlace(store, placeFolder(store.root, order)), order, context);
  }

  async function move(
    order: DeploymentOrder,
    context: StepContext,
    ordinals: readonly number[],
    step: (session: Session, order: DeploymentOrder, ordinals: readonly number[]) => Promise<void>,
  ): Promise<Roll> {
    await act(order, context, (session) => step(session, order, ordinals));
    const roll = await look(order, context);
    if (roll === null) throw new Error(`${order.key} has become another deployment.`);
    return roll;
  }

  function act<Result>(
    order: DeploymentOrder,
    context: StepContext,
    step: (session: Session, order: DeploymentOrder) => Promise<Result>,
  ): Promise<Result> {
    return atPlace(store, order, context, async (session) => {
      await finishRetiring(session);
      return step(session, order);
    });
  }
}
