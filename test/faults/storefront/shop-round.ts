import { differences } from '../account.ts';
import { disturb } from '../disturb.ts';
import { approve } from '../held-release.ts';
import { closeRelease, untilProjected } from '../release-ends.ts';
import { missedPoint } from '../round.ts';
import type { Point, Victim } from '../scene.ts';
import { beginHeldInShop } from './hold-in-shop.ts';
import { type ShopAccount, shopAccountOf, standingDifferences } from './shop-account.ts';
import { type ShopScene, type ShopShape, shopSceneOf, shopShapes } from './shop-scene.ts';
import { openShopStage, type ShopStage } from './shop-stage.ts';

/** How a disturbed release of the storefront ended. */
export type ShopVerdict = {
  readonly scene: ShopScene;
  readonly differences: readonly string[];
};

type Order = {
  readonly victims: readonly Victim[];
  readonly points: readonly Point[];
  readonly seed: number;
};

const calm = (shape: ShopShape) => ({
  release: `shop-calm-${shape}`,
  environment: `${shape}-calm`,
  shape,
});

/**
 * One release of the storefront's 2.0.0 to every point, for each victim one round: each in an
 * environment of its own, in which 1.0.0 stands. Tells of each round as soon as it has ended.
 */
export async function disturbStorefront(
  order: Order,
  tell: (victim: Victim, verdicts: readonly ShopVerdict[]) => void,
): Promise<void> {
  const scenesOf = (victim: Victim) =>
    order.points.map((point) => shopSceneOf({ point, victim, seed: order.seed }));
  const scenes = order.victims.flatMap(scenesOf);
  const calmOnes = shopShapes.map(calm);
  const environments = [...calmOnes, ...scenes].map(({ environment }) => environment);
  const stage = await openShopStage(environments);
  try {
    const installed = stage.starts().length;
    const undisturbed = Object.fromEntries(
      await Promise.all(calmOnes.map((one) => runCalm(stage, one, installed))),
    ) as Record<ShopShape, ShopAccount>;
    for (const victim of order.victims) {
      const its = scenesOf(victim);
      const held = await Promise.all(its.map((scene) => beginHeldInShop(stage, scene)));
      await disturb(stage, victim, held);
      const verdicts = its.map((scene) => judge(stage, scene, installed, undisturbed));
      tell(victim, await Promise.all(verdicts));
    }
  } finally {
    await stage.close();
  }
}

async function runCalm(
  stage: ShopStage,
  one: ReturnType<typeof calm>,
  installed: number,
): Promise<readonly [ShopShape, ShopAccount]> {
  await stage.begin(one);
  const isAsked = ({ requirements }: { readonly requirements: readonly unknown[] }) =>
    requirements.length > 0;
  await untilProjected(stage, one.release, 'asks', isAsked, endsWithinMs);
  await approve(stage, one.release);
  await closeRelease(stage, one.release, endsWithinMs);
  return [one.shape, await shopAccountOf(stage, one, installed)];
}

const endsWithinMs = 600_000;

async function judge(
  stage: ShopStage,
  scene: ShopScene,
  installed: number,
  undisturbed: Readonly<Record<ShopShape, ShopAccount>>,
): Promise<ShopVerdict> {
  try {
    await closeRelease(stage, scene.release, endsWithinMs);
    const account = await shopAccountOf(stage, scene, installed);
    const calmly = undisturbed[scene.shape];
    const found = [
      ...missedPoint(scene, account),
      ...differences(account, calmly),
      ...standingDifferences(account.standing, calmly.standing),
    ];
    return { scene, differences: found.length === 0 ? [] : [...found, ...startsIn(stage, scene)] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { scene, differences: [message] };
  }
}

/** For whoever looks into a difference: every start and end, in their order. */
function startsIn(stage: ShopStage, { environment }: ShopScene): readonly string[] {
  return stage
    .starts()
    .filter((start) => start.environment === environment)
    .map(({ at, component, program, version, pid, port, ended }) => {
      const what = ended === null ? 'began' : `ended with ${ended}`;
      return `${at} ${component} ${version} (${program}, ${pid}, port ${port}) ${what}`;
    });
}
