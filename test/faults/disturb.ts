import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessHandle } from '../support/grown-up/process-handle.ts';
import type { StageGround } from './fault-stage.ts';
import type { HeldRelease } from './held-release.ts';
import { drawn, type Victim } from './scene.ts';

/** Brings all of them exactly to their points, kills the victim there, and starts it again. */
export async function disturb(
  ground: StageGround,
  victim: Victim,
  held: readonly HeldRelease[],
): Promise<void> {
  await bringThere(held);
  await killAndRestart(ground, victim, held);
}

/** Waits until all are near their points, lets them take the last step, and waits for that. */
export async function bringThere(held: readonly HeldRelease[]): Promise<void> {
  await untilAll(held, ({ isNear }) => isNear());
  await Promise.all(held.map(({ approach }) => approach()));
  await untilAll(held, ({ isThere }) => isThere());
}

async function killAndRestart(
  ground: StageGround,
  victim: Victim,
  held: readonly HeldRelease[],
): Promise<void> {
  const names = held.map(({ scene }) => scene.release).join(' ');
  const goOn = (some: readonly HeldRelease[]) => some.map((each) => each.goOn());
  const meanwhile = held.filter(({ scene }) => scene.goesOn === 'meanwhile');
  const people = meanwhile.filter(({ scene }) => scene.hold.by === 'person');
  await sleep(drawn(`${names}/before`) % 300);
  ground.line.hold();
  await Promise.all(held.map(({ letReport }) => letReport()));
  // What people say at this very moment is on its way while the victim dies.
  const said = goOn(people);
  await sleep(drawn(`${names}/kill`) % 20);
  const dying = processesOf(ground, victim);
  await Promise.all(dying.map((process) => process.kill('SIGKILL')));
  ground.line.drop();
  const going = goOn(meanwhile.filter((each) => !people.includes(each)));
  await sleep(drawn(`${names}/dead`) % 1_000);
  await Promise.all(dying.map((process) => process.restart()));
  const rest = goOn(held.filter((each) => !meanwhile.includes(each)));
  await Promise.all([...said, ...going, ...rest]);
}

/** All workers die at once: with one of them left, nobody would miss the others. */
function processesOf({ grownUp }: StageGround, victim: Victim): readonly ProcessHandle[] {
  return victim === 'worker' ? grownUp.workers : [grownUp[victim]];
}

const thereWithinMs = 400_000;

/** Resolves when it is true of all of them. */
export async function untilAll(
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
