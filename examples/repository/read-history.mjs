import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PLAIN_VERSION = /^\d+\.\d+\.\d+$/;

/** The files of an example's first version. */
export const sourceFolderOf = (exampleFolder) => join(exampleFolder, 'source');

/**
 * The versions of an example's system, oldest first, as `history.json` describes them:
 * `{ version, parent, aside, author, date, message, folder }`. The first version comes from
 * `source/`; every other lays `changes/<version>/` over its parent. An entry that names its parent
 * stands `aside`: the branch does not lead to it, and it is nobody's parent unless named.
 * Throws when the file and the folders do not name the same versions.
 */
export async function readHistory(exampleFolder) {
  const entries = JSON.parse(await readFile(join(exampleFolder, 'history.json'), 'utf8'));
  const inOrder = entries.toSorted((left, right) => compareVersions(left.version, right.version));
  const overlays = (await readdir(join(exampleFolder, 'changes'))).toSorted(compareVersions);
  const expected = inOrder.slice(1).map(({ version }) => version);
  if (expected.join() !== overlays.join()) {
    throw new Error(
      `history.json has the versions ${expected.join(', ')} after the first, and changes/ has ` +
        `${overlays.join(', ')}. Every version needs both.`,
    );
  }
  return inOrder.map((entry, index) => ({
    ...entry,
    parent: entry.parent ?? inOrder.slice(0, index).findLast(({ parent }) => !parent)?.version,
    aside: entry.parent !== undefined,
    folder:
      index === 0 ? sourceFolderOf(exampleFolder) : join(exampleFolder, 'changes', entry.version),
  }));
}

/** Orders plain versions such as 1.10.0 by SemVer. */
function compareVersions(left, right) {
  for (const version of [left, right]) {
    if (!PLAIN_VERSION.test(version)) throw new Error(`"${version}" is no version such as 2.1.0.`);
  }
  return left.localeCompare(right, 'en', { numeric: true });
}
