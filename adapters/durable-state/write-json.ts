import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a value to a file as JSON. When it resolves, the value is on the disk. */
export type WriteJson = (path: string, value: unknown) => Promise<void>;

/**
 * Replaces a file in one step: whoever reads it, also after a crash or a power cut, finds the old
 * content or the new one, never a part. Only the owner may read it, since settings can hold what is
 * not for everyone.
 */
export const writeJson: WriteJson = async (path, value) => {
  const folder = dirname(path);
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(folder, { recursive: true });
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
};

/** A renamed file survives a power cut only once its folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
