import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { realPathInside } from '../paths/inside.ts';
import * as failures from './artifact-failures.ts';

/** A folder's content in the order of an archive, with what the file system says of each part. */
export type Listing = {
  /** Relative to the folder, with `/` between the parts. */
  readonly paths: readonly string[];
  readonly stats: ReadonlyMap<string, Stats>;
};

/**
 * Lists all that lies in a folder, in an order that is the same on every machine.
 *
 * Errors: terminal for what an archive cannot carry safely: links that lead out of the folder or to
 * nothing, devices, pipes and sockets; for a folder without any file; for more bytes than the
 * limit.
 */
export async function listFolder(folder: string, limitBytes: number): Promise<Listing> {
  const paths: string[] = [];
  const stats = new Map<string, Stats>();
  let sizeBytes = 0;
  let files = 0;

  const visit = async (parent: string): Promise<void> => {
    const names = await readdir(join(folder, parent));
    for (const name of names.toSorted(byBytes)) {
      const path = parent === '' ? name : `${parent}/${name}`;
      const found = await lstat(join(folder, path));
      await requirePackable(folder, path, found);
      paths.push(path);
      stats.set(path, found);
      if (found.isDirectory()) await visit(path);
      else files += 1;
      if (found.isFile()) sizeBytes += found.size;
      if (sizeBytes > limitBytes) throw failures.tooLarge(folder, limitBytes);
    }
  };

  await visit('');
  if (files === 0) throw failures.empty(folder);
  return { paths, stats };
}

async function requirePackable(folder: string, path: string, stats: Stats): Promise<void> {
  if (stats.isSymbolicLink()) {
    const target = await readlink(join(folder, path));
    const isThere = (await realPathInside(folder, join(folder, path))) !== null;
    if (!isThere || !staysInside(path, target)) throw failures.strayLink(path, target);
  } else if (!stats.isFile() && !stats.isDirectory()) {
    throw failures.notAFile(path);
  }
}

/**
 * Whether a link keeps to the folder wherever that lies. Up it may go only at the beginning, while
 * it passes real folders: after the name of another link, `..` could mean any place.
 */
function staysInside(path: string, target: string): boolean {
  const steps = target.split('/').filter((step) => step !== '.' && step !== '');
  const down = steps.findIndex((step) => step !== '..');
  const ups = down === -1 ? steps.length : down;
  const depth = path.split('/').length - 1;
  return !isAbsolute(target) && ups <= depth && !steps.slice(ups).includes('..');
}

/** Not by the language of the machine, which orders letters in its own way. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
