import { createHash } from 'node:crypto';
import { access, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Workspaces } from '../../activities/ports/workspace.ts';
import { writeJson } from '../durable-state/write-json.ts';
import { realPathInside } from '../paths/inside.ts';

/**
 * Looks into the folders of checkouts on this machine. Paths that lead out of a folder do not exist
 * for it.
 */
export function createWorkspaces(): Workspaces {
  return {
    async missing(folder, paths) {
      const found = await Promise.all(
        paths.map((path) => realPathInside(folder, join(folder, path))),
      );
      return paths.filter((_, index) => found[index] === null);
    },

    async read(folder, path, maxBytes) {
      const file = await realPathInside(folder, join(folder, path));
      if (file === null) return null;
      const { size } = await stat(file);
      return size > maxBytes ? null : readFile(file, 'utf8');
    },

    async writtenAt(folder, path) {
      const file = await realPathInside(folder, join(folder, path));
      return file === null ? null : (await stat(file)).mtime;
    },

    async stamp(folder, step) {
      const file = await stampFile(folder, step);
      await mkdir(dirname(file), { recursive: true });
      await writeJson(file, { step });
    },

    stamped: async (folder, step) => exists(await stampFile(folder, step)),
  };
}

/**
 * Steps that are done are remembered where git keeps its own: no build packs it, and it goes when
 * the checkout does.
 */
async function stampFile(folder: string, step: string): Promise<string> {
  const root = await checkoutOf(folder);
  const name = createHash('sha256')
    .update(`${relative(root, folder)}\n${step}`)
    .digest('hex');
  return join(root, '.git', 'tidegate-steps', name);
}

/** The checkout that a folder lies in. Throws when it lies in none. */
async function checkoutOf(folder: string): Promise<string> {
  for (let place = folder; place !== dirname(place); place = dirname(place)) {
    if (await exists(join(place, '.git'))) return place;
  }
  throw new Error(`${folder} lies in no checkout.`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
