import { resolve } from 'node:path';
import type {
  Deployer,
  DeploymentOrder,
  Preview,
  StepContext,
  Undone,
} from '../../../activities/ports/deployer.ts';
import type { Observed, Place } from '../../../domain/deployment/deployment.ts';
import { type WriteJson, writeJson } from '../../durable-state/write-json.ts';
import { atPlace, type PlaceStore, readPlace } from '../place/at-place.ts';
import { placeFolder } from '../place/place-folder.ts';
import { unpackedFolder } from '../place/unpack-artifact.ts';
import { apply, describe } from './apply.ts';
import { observeTool } from './observe-tool.ts';
import { commandStore, openSession, type Session } from './session.ts';
import { checkSettings, needsArtifact, parseSettings, TOOL } from './settings.ts';
import { settle } from './settle.ts';
import { type PlaceState, standingOf } from './state.ts';
import { spendKey, undo } from './undo.ts';

/**
 * Deploys with any tool that can be called as an argument list: it never goes through a shell. The
 * tool says what is there; this adapter remembers, below `root`, what was ordered under which key,
 * what the tool said before, and which command was running, so that a killed call is found again.
 * `writeState` is for tests that crash on purpose.
 *
 * What it remembers lies on one machine. Workers on several machines would each remember their own,
 * so a place must be served from one machine, or by a tool that itself refuses a lower `{fence}`
 * and knows a `{key}` again.
 */
export function createCommandDeployer(options: {
  /** Folder below which everything is kept, such as `.tidegate/command`. */
  readonly root: string;
  readonly writeState?: WriteJson;
}): Deployer {
  const store = commandStore(resolve(options.root), options.writeState ?? writeJson);
  return {
    tool: TOOL,
    besides: false,
    checkSettings,
    observe: (place, settings, context) => observe(store, place, settings, context),
    preview: (order, context) => preview(store, order, context),
    apply: (order, context) => carryOut(order, context, apply),
    settle: async (order, context) => {
      await carryOut(order, context, settle);
      return observe(store, order, order.settings, context);
    },
    prepareUndo: (order, context) =>
      carryOut(order, context, async ({ state }) => {
        const { works, current } = state();
        const work = works[order.key];
        // Nothing was there before is an answer too: then nothing serves once it is undone.
        return describe(work === undefined ? current : work.previous);
      }),
    undo: takeBack,
  };

  function carryOut<Result>(
    order: DeploymentOrder,
    context: StepContext,
    step: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    return atPlace(store, order, context, async (place) => step(await openSession(place, order)));
  }

  async function takeBack(order: DeploymentOrder, context: StepContext): Promise<Undone> {
    const undone = await atPlace(store, order, context, async (place) => {
      const isKnown = place.state().works[order.key] !== undefined;
      return isKnown ? undo(await openSession(place, order)) : spendKey(place, order);
    });
    if (undone !== undefined) return undone;
    const { current } = await observe(store, order, order.settings, context);
    return { current, changed: false };
  }
}

async function observe(
  store: PlaceStore<PlaceState>,
  place: Place,
  unread: DeploymentOrder['settings'],
  context: StepContext,
): Promise<Observed> {
  const settings = parseSettings(unread);
  const folder = placeFolder(store.root, place);
  const { current, fence, tools } = await readPlace(store, folder);
  const artifact = tools === null ? null : unpackedFolder(folder, tools);
  // The tool comes with the artifact, so before the first deployment there is nobody to ask.
  if (needsArtifact(settings) && artifact === null)
    return { current: null, candidate: null, fence };
  const observed = await observeTool(place, settings, { place: folder, artifact }, context);
  return { current: describe(standingOf(observed, current)), candidate: null, fence };
}

async function preview(
  store: PlaceStore<PlaceState>,
  order: DeploymentOrder,
  context: StepContext,
): Promise<Preview> {
  const { current } = await observe(store, order, order.settings, context);
  const { digest, version } = order.artifact;
  const changes = current?.digest !== digest;
  const place = `${order.component} in ${order.environment}`;
  const from = current === null ? 'nothing' : `${current.version} (${current.digest})`;
  const command = parseSettings(order.settings).apply.join(' ');
  return {
    from: current,
    to: { digest, version },
    changes,
    summary: changes
      ? `${place}: from ${from} to ${version} (${digest}), by: ${command}`
      : `${place} stays at ${version} (${digest}).`,
  };
}
