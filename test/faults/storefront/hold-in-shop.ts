import { join } from 'node:path';
import { deployerRoots } from '../../../adapters/deployers/index.ts';
import { tryFileLock } from '../../../adapters/durable-state/with-file-lock.ts';
import {
  approve,
  type Held,
  type HeldRelease,
  openRequirement,
  untilRecorded,
} from '../held-release.ts';
import type { ShopScene } from './shop-scene.ts';
import type { ShopStage } from './shop-stage.ts';

/**
 * Starts the release of a scene. It waits for its approval, which is one step before every point
 * but that of the wait itself, and comes no further than its point afterwards.
 */
export async function beginHeldInShop(
  stage: ShopStage,
  scene: ShopScene,
): Promise<HeldRelease<ShopScene>> {
  const held = await hold(stage, scene);
  await stage.begin(scene);
  return { scene, ...held };
}

const nothing = async () => {};

async function hold(stage: ShopStage, scene: ShopScene): Promise<Held> {
  const { release, environment, hold: how } = scene;
  const isNear = async () => (await openRequirement(stage, release)) !== undefined;
  const approach = () => approve(stage, release);
  switch (how.by) {
    case 'place': {
      const letGo = await takePlace(stage, environment, how.component);
      const isThere = () => isRecorded(stage, release, how.intent);
      return { isNear, approach, isThere, letReport: nothing, goOn: async () => letGo() };
    }
    case 'records': {
      const gate = await stage.gates.hold({ release, content: how.content });
      const isThere = () => stage.gates.isHeld(gate);
      const goOn = () => stage.gates.letGo(gate);
      return { isNear, approach, isThere, letReport: nothing, goOn };
    }
    case 'line': {
      const gate = await stage.gates.hold({ release, content: how.outcome });
      // While the line is held nobody comes again.
      const isThere = () => stage.gates.isHeldNow(gate);
      const letReport = async () => {
        await stage.gates.letGo(gate);
        await untilRecorded(stage, release, how.outcome);
      };
      return { isNear, approach, isThere, letReport, goOn: nothing };
    }
    case 'person':
      return { isNear, approach: nothing, isThere: isNear, letReport: nothing, goOn: approach };
  }
}

/** Takes the place from every deployer, as another call at work there would. */
async function takePlace(
  { grownUp }: ShopStage,
  environment: string,
  component: string,
): Promise<() => void> {
  const taken: (() => void)[] = [];
  for (const root of deployerRoots({ stateFolder: grownUp.stateFolder })) {
    const letGo = await tryFileLock(join(root, environment, component, 'place.lock'));
    if (letGo === null) throw new Error(`Somebody is at work at ${environment}/${component}.`);
    taken.push(letGo);
  }
  return () => {
    for (const letGo of taken) letGo();
  };
}

async function isRecorded(stage: ShopStage, release: string, content: object): Promise<boolean> {
  const text = 'select 1 from ledger where release = $1 and content::jsonb @> $2::jsonb';
  return ((await stage.database.query(text, [release, content])).rowCount ?? 0) > 0;
}
