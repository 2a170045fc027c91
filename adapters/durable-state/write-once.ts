import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from '../system-error.ts';

const readOnly = 0o444;

/**
 * Creates a read-only file with this content, whole or not at all. Returns false, and changes
 * nothing, when there is a file of that name already. When it resolves, the file is on the disk.
 */
export async function writeOnce(path: string, content: Uint8Array | string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', readOnly);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return await placeOnce(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Gives a finished file its final name, unless that is taken: then it returns false. The temporary
 * name stays and is the caller's to remove.
 */
export async function placeOnce(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
}

/** A new name survives a power cut only once its folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
