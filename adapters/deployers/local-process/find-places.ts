import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folders of all places that are recorded below `root`. */
export async function findPlaces(root: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for await (const file of glob('*/*/place.json', { cwd: root })) {
    folders.push(dirname(join(root, file)));
  }
  return folders.toSorted();
}
