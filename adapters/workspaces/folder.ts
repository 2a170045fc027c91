import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspaces } from '../../activities/ports/workspace.ts';
import { realPathInside } from '../paths/inside.ts';

/** Steps that are done are remembered beside the checkout's own files, untracked. */
const stampFolder = '.tidegate-steps';

/** Looks into the folders of checkouts on this machine. Paths that leave a folder are refused. */
export function createWorkspaces(): Workspaces {
  return {
    async missing(folder, paths) {
      const found = await Promise.all(paths.map((path) => exists(folder, path)));
      return paths.filter((_, index) => !found[index]);
    },

    async read(folder, path, maxBytes) {
      const file = await realPathInside(folder, join(folder, path));
      if (file === null) return null;
      const { size } = await stat(file);
      return size > maxBytes ? null : readFile(file, 'utf8');
    },

    async stamp(folder, step) {
      await mkdir(join(folder, stampFolder), { recursive: true });
      await writeFile(join(folder, stampFolder, step), '');
    },

    stamped: (folder, step) => exists(folder, join(stampFolder, step)),
  };
}

async function exists(folder: string, path: string): Promise<boolean> {
  try {
    await access(join(folder, path));
    return true;
  } catch {
    return false;
  }
}
