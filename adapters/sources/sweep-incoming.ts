import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes what killed workers have left of checkouts that they had not finished making or removing.
 */
export async function sweepIncoming(root: string, olderThanMs: number): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith('incoming-') && !name.endsWith('.discarded')) continue;
    const path = join(root, name);
    const modifiedMs = await modifiedAt(path);
    if (modifiedMs === null || Date.now() - modifiedMs < olderThanMs) continue;
    await rm(path, { recursive: true, force: true });
  }
}

/** Null when another worker has just finished with it. */
async function modifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return null;
  }
}
