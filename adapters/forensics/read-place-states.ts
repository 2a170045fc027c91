import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../domain/deployment/deployment.ts';
import { hasCode } from '../system-error.ts';

/** What the deployers have noted of a place, as it is: it may hold secrets. */
export async function readPlaceStates(
  roots: readonly string[],
  { environment, component }: Place,
): Promise<readonly unknown[]> {
  const files = roots.map((root) => join(root, environment, component, 'place.json'));
  const texts = await Promise.all(files.map(readIfThere));
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as unknown]));
}

function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
}
