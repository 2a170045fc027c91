import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Pack } from 'tar';
import { listFolder } from './list-folder.ts';

const ordinaryFile = 0o644;
const runnable = 0o755;
const ownerMayRun = 0o100;

/**
 * Packs a folder into a new file whose bytes depend on names, contents, links and the right to run,
 * and on nothing else: no times, owners, other rights, hard links, or order of the file system. The
 * same Node packs the same folder into the same bytes; another one may compress otherwise.
 */
export async function packFolder(
  folder: string,
  archive: string,
  limitBytes: number,
): Promise<{ readonly digest: string; readonly sizeBytes: number }> {
  const { paths, stats } = await listFolder(folder, limitBytes);
  const statCache = new Map<string, Stats>();
  for (const [path, found] of stats) statCache.set(join(folder, path), normalise(found));
  const pack = new Pack({
    cwd: folder,
    gzip: true,
    portable: true,
    mtime: new Date(0),
    noDirRecurse: true,
    strict: true,
    statCache,
  });
  for (const path of paths) pack.add(path);
  pack.end();

  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(archive, 'wx', 0o444);
  try {
    for await (const chunk of pack) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      await file.appendFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { digest: `sha256:${hash.digest('hex')}`, sizeBytes };
}

/** The packer believes these, so that what differs between two machines never reaches it. */
function normalise(stats: Stats): Stats {
  const type = stats.mode & ~0o7777;
  const mayRun = !stats.isFile() || (stats.mode & ownerMayRun) !== 0;
  stats.mode = type | (mayRun ? runnable : ordinaryFile);
  // A second name of the same file would be packed as a link to the first.
  stats.nlink = 1;
  return stats;
}
