import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/**
 * The real path of something that lies in the folder (or is the folder), after every symbolic link
 * was followed. Null when it leads outside or does not exist.
 */
export async function realPathInside(folder: string, path: string): Promise<string | null> {
  try {
    const [realFolder, real] = await Promise.all([realpath(folder), realpath(path)]);
    return isInside(realFolder, real) ? real : null;
  } catch {
    return null;
  }
}

/** Whether a path is the folder or below it, going by their text alone. Both must be absolute. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}
