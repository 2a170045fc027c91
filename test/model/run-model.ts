import fc from 'fast-check';
import { commandsOf } from './commands.ts';
import type { Machine } from './machine.ts';
import { settle } from './settle.ts';
import { createWorld, type World } from './world.ts';

export type Order = {
  readonly runs: number;
  /** How many commands a run has at most. */
  readonly most: number;
  /** Whether somebody has access to the records. */
  readonly tampers: boolean;
  readonly seed: number;
  /** What the account of a failure names besides the seed, to begin with the smallest example. */
  readonly path?: string;
  readonly replayPath?: string;
};

/**
 * Lives through random lives of a release. Returns how many runs have seen what; throws with the
 * seed and the shortest life that was found when anything happened that never must.
 */
export async function runModel(
  begin: () => Promise<Machine>,
  { runs, most, tampers, seed, path, replayPath }: Order,
): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  const commands = commandsOf({
    most,
    tampers,
    ...(replayPath === undefined ? {} : { replayPath }),
  });
  const property = fc.asyncProperty(commands, async (some) => {
    const world: World = createWorld();
    await fc.asyncModelRun(async () => {
      const real = await begin();
      await settle(world, real);
      return { model: world, real };
    }, some);
    for (const what of world.seen) seen.set(what, (seen.get(what) ?? 0) + 1);
  });
  await fc.assert(property, {
    numRuns: replayPath === undefined ? runs : 1,
    seed,
    ...(path === undefined ? {} : { path }),
  });
  return seen;
}

/** The order that the environment names, so that a failure can be lived through again. */
export function orderFrom(usual: Order): Order {
  const { TIDEGATE_MODEL_SEED, TIDEGATE_MODEL_PATH, TIDEGATE_MODEL_REPLAY } = process.env;
  return {
    ...usual,
    ...(TIDEGATE_MODEL_SEED === undefined ? {} : { seed: Number(TIDEGATE_MODEL_SEED) }),
    ...(TIDEGATE_MODEL_PATH === undefined ? {} : { path: TIDEGATE_MODEL_PATH }),
    ...(TIDEGATE_MODEL_REPLAY === undefined ? {} : { replayPath: TIDEGATE_MODEL_REPLAY }),
  };
}
