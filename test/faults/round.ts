import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessHandle } from '../support/grown-up/process-handle.ts';
import { type Account, accountOf, differences } from './account.ts';
import type { FaultStage, FaultStageOptions } from './fault-stage.ts';
import { beginHeld, type HeldRelease } from './held-release.ts';
import { closeRelease } from './release-ends.ts';
import {
  drawn,
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
  await untilAll(held, ({ isNear }) => isNear());
  await Promise.all(held.map(({ approach }) => approach()));
  await untilAll(held, ({ isThere }) => isThere());
  await killAndRestart(stage, victim, held);
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
function missedPoint({ point }: Scene, { continuedAfter }: Account): readonly string[] {
  const expected = 'stage.succeeded ENVIRONMENT/deploy';
  const isMissed = point === 'in-continue-as-new' && !continuedAfter.includes(expected);
  return isMissed ? [`It went on in new runs after ${continuedAfter.join(', ')} only.`] : [];
}

async function killAndRestart(
  stage: FaultStage,
  victim: Victim,
  held: readonly HeldRelease[],
): Promise<void> {
  const names = held.map(({ scene }) => scene.release).join(' ');
  const goOn = (some: readonly HeldRelease[]) => some.map((each) => each.goOn());
  const meanwhile = held.filter(({ scene }) => scene.goesOn === 'meanwhile');
  const people = meanwhile.filter(({ scene }) => scene.hold.by === 'person');
  await sleep(drawn(`${names}/before`) % 300);
  stage.line.hold();
  await Promise.all(held.map(({ letReport }) => letReport()));
  // What people say at this very moment is on its way while the victim dies.
  const said = goOn(people);
  await sleep(drawn(`${names}/kill`) % 20);
  const process = processOf(stage, victim);
  await process.kill('SIGKILL');
  stage.line.drop();
  const going = goOn(meanwhile.filter((each) => !people.includes(each)));
  await sleep(drawn(`${names}/dead`) % 1_000);
  await process.restart();
  const rest = goOn(held.filter((each) => !meanwhile.includes(each)));
  await Promise.all([...said, ...going, ...rest]);
}

function processOf({ grownUp }: FaultStage, victim: Victim): ProcessHandle {
  const process = victim === 'worker' ? grownUp.workers[0] : grownUp[victim];
  if (process === undefined) throw new Error('There is no worker.');
  return process;
}

const thereWithinMs = 400_000;

/** Resolves when it is true of all of them. */
async function untilAll(
  held: readonly HeldRelease[],
  isIt: (one: HeldRelease) => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + thereWithinMs;
  for (;;) {
    const is = await Promise.all(held.map(isIt));
    const missing = held.filter((_, index) => !is[index]);
    if (missing.length === 0) return;
    if (Date.now() > deadline) {
      const names = missing.map(({ scene }) => scene.release).join(', ');
      throw new Error(`Not at their points within ${thereWithinMs} ms: ${names}.`);
    }
    await sleep(50);
  }
}
