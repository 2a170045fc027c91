import { type Account, accountOf, differences } from './account.ts';
import { disturb, untilAll } from './disturb.ts';
import type { FaultStage, FaultStageOptions } from './fault-stage.ts';
import { beginHeld } from './held-release.ts';
import { closeRelease } from './release-ends.ts';
import {
  type Point,
  points,
  type Scene,
  type Shape,
  sceneOf,
  shapes,
  type Victim,
} from './scene.ts';

/** What undisturbed releases come to. */
export type Undisturbed = Readonly<Record<Shape, Account>>;

/** How a disturbed release ended; no differences is as if nothing had happened. */
export type Verdict = {
  readonly scene: Scene;
  /** Whether the release came to its end at all. */
  readonly hasEnded: boolean;
  readonly differences: readonly string[];
};

/** The environment of a point for the n-th release that is held there at once. */
const environmentOf = (point: string, place: number) => `${point}-${place}`;

const calmEnvironmentOf = (shape: Shape) => `calm-${shape}`;

/** Longer than any release of a round stands at its tool while the others come to their points. */
const toolMs = 900_000;

/** Environments for so many seeds at a time, and for the undisturbed releases. */
export function environmentsFor(seedsAtOnce: number): FaultStageOptions['environments'] {
  const places = Array.from({ length: seedsAtOnce }, (_, index) => index + 1);
  const names = [
    ...points.flatMap((point) => places.map((place) => environmentOf(point, place))),
    ...shapes.map((shape) => calmEnvironmentOf(shape)),
  ];
  return names.map((name) => ({ name, timeoutMs: toolMs }));
}

/** One release of each shape, with nobody in its way. */
export function runUndisturbed(stage: FaultStage): Promise<Undisturbed> {
  return runInPeace(stage, shapes);
}

/** The same for some shapes. */
export async function runInPeace<Which extends Shape>(
  stage: FaultStage,
  which: readonly Which[],
): Promise<Pick<Undisturbed, Which>> {
  const version = stage.nextVersion();
  const accounts = which.map(async (shape) => {
    const release = `undisturbed-${shape}`;
    const its = { release, environment: calmEnvironmentOf(shape), version };
    if (shape === 'asking') {
      const held = await beginHeld(stage, { ...sceneFor(its), shape }, version);
      await untilAll([held], ({ isThere }) => isThere());
      await held.goOn();
    } else {
      await stage.begin({ ...its, shape });
    }
    await closeRelease(stage, release);
    return [shape, await accountOf(stage, its)] as const;
  });
  return Object.fromEntries(await Promise.all(accounts)) as Pick<Undisturbed, Which>;
}

function sceneFor({ release, environment }: { release: string; environment: string }) {
  const order = { point: 'in-wait', victim: 'worker', seed: 0, environment } as const;
  return { ...sceneOf(order), release };
}

/**
 * Brings a release to every point (or those named) for each of these seeds, kills the victim once
 * while all of them are there, starts it again, and sees how each release ends.
 */
export async function runRound(
  stage: FaultStage,
  victim: Victim,
  { seeds, at = points }: { readonly seeds: readonly number[]; readonly at?: readonly Point[] },
  undisturbed: Undisturbed,
): Promise<readonly Verdict[]> {
  const version = stage.nextVersion();
  const scenes = seeds.flatMap((seed, index) =>
    at.map((point) =>
      sceneOf({ point, victim, seed, environment: environmentOf(point, index + 1) }),
    ),
  );
  const held = await Promise.all(scenes.map((scene) => beginHeld(stage, scene, version)));
  await disturb(stage, victim, held);
  return Promise.all(
    scenes.map(async (scene) => judge(stage, scene, version, undisturbed[scene.shape])),
  );
}

async function judge(
  stage: FaultStage,
  scene: Scene,
  version: string,
  undisturbed: Account,
): Promise<Verdict> {
  try {
    await closeRelease(stage, scene.release);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { scene, hasEnded: false, differences: [message] };
  }
  const account = await accountOf(stage, { ...scene, version });
  const found = [...differences(account, undisturbed), ...missedPoint(scene, account)];
  return { scene, hasEnded: true, differences: found };
}

/** Whether a new run began at all where it was to be disturbed. */
export function missedPoint(
  { point }: Pick<Scene, 'point'>,
  { continuedAfter }: Account,
): readonly string[] {
  const expected = 'stage.succeeded ENVIRONMENT/deploy';
  const isMissed = point === 'in-continue-as-new' && !continuedAfter.includes(expected);
  return isMissed ? [`It went on in new runs after ${continuedAfter.join(', ')} only.`] : [];
}
