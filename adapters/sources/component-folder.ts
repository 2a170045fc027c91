import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { realPathInside } from '../paths/inside.ts';
import * as failures from './source-failures.ts';

/** The folder of the component inside the checkout. Errors: terminal when it is not there. */
export async function componentFolder(
  checkout: string,
  { path, tag }: { readonly path: string; readonly tag: string },
): Promise<string> {
  const folder = await realPathInside(checkout, join(checkout, path));
  if (folder === null || !(await stat(folder)).isDirectory()) throw failures.noFolder(path, tag);
  // A link in the repository may lead into what git keeps there.
  if ((await realPathInside(join(checkout, '.git'), folder)) !== null) throw failures.outside(path);
  return folder;
}
