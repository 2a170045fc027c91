import { createCedarEngine } from '../adapters/duties/cedar.ts';
import type { ReadFile } from '../spec/read-directory.ts';
import { readDirectory } from '../spec/read-directory.ts';
import { type AppliedRecords, apply } from './catalog/apply.ts';

/**
 * Applies the documents of a folder when no catalog has been applied yet: somebody has to be the
 * first person whom a token can be issued for. Returns the names of the files. Throws when a
 * document is wrong.
 */
export async function seedWhenEmpty(
  folder: string,
  records: AppliedRecords,
): Promise<readonly string[]> {
  if ((await records.catalog()) !== null) return [];
  const { files, problems } = await readDirectory(folder);
  if (problems.length > 0) {
    const lines = problems.map(
      ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
    );
    throw new Error(`The documents of ${folder} cannot be applied:\n  ${lines.join('\n  ')}`);
  }
  const seeds = files.filter(isSeed);
  await apply(
    seeds,
    { by: 'embedded', dryRun: false },
    { records, dutyEngine: createCedarEngine(), propose: nothingToChange },
  );
  return seeds.map(({ file }) => file);
}

/** Only what is applied already can need a second person. */
function nothingToChange(): never {
  throw new Error('Duties are applied before there is a catalog.');
}

function isSeed({ document }: ReadFile): boolean {
  return document.kind !== 'Release';
}
