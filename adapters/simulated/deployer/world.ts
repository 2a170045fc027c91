import { join } from 'node:path';
import { z } from 'zod';
import type { Place } from '../../../domain/deployment/deployment.ts';
import { placeFolder } from '../../deployers/place/place-folder.ts';
import { readJson } from '../../durable-state/read-json.ts';
import { writeJson } from '../../durable-state/write-json.ts';

/** A version that stands somewhere in the simulated world. */
const standingShape = z.object({ digest: z.string(), version: z.string() });
export type Standing = Readonly<z.infer<typeof standingShape>>;

const worldShape = z.object({
  /** What stands at a place now, oldest first. */
  standing: z.array(standingShape),
  /** Every version that was ever brought there, as often as it was. */
  brought: z.array(z.string()),
});
type PlaceWorld = z.infer<typeof worldShape>;

/**
 * The simulated world below a folder: what stands at a place, apart from what a deployer remembers
 * of it. Bringing what stands there and removing what does not change nothing.
 */
export type World = {
  standing(place: Place): Promise<readonly Standing[]>;
  /** How often each version was brought there, as a list of versions. */
  brought(place: Place): Promise<readonly string[]>;
  bring(place: Place, version: Standing): Promise<void>;
  remove(place: Place, digest: string): Promise<void>;
};

/** `before`: what stands at every place that nobody has touched; null: nothing. */
export function createWorld(root: string, before: Standing | null): World {
  const untouched: PlaceWorld = { standing: before === null ? [] : [before], brought: [] };
  const fileOf = (place: Place) => join(placeFolder(root, place), 'world.json');
  const read = async (place: Place) => (await readJson(fileOf(place), worldShape)) ?? untouched;
  return {
    standing: async (place) => (await read(place)).standing,
    brought: async (place) => (await read(place)).brought,
    async bring(place, { digest, version }) {
      const world = await read(place);
      if (world.standing.some((known) => known.digest === digest)) return;
      await writeJson(fileOf(place), {
        standing: [...world.standing, { digest, version }],
        brought: [...world.brought, version],
      });
    },
    async remove(place, digest) {
      const world = await read(place);
      const standing = world.standing.filter((known) => known.digest !== digest);
      if (standing.length === world.standing.length) return;
      await writeJson(fileOf(place), { ...world, standing });
    },
  };
}
