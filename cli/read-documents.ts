import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UsageMistake } from './failures.ts';
import { cannotRead, readInput } from './read-input.ts';

/** A file that is sent as it is written; its name stands in problems. */
export type WrittenFile = { readonly name: string; readonly text: string };

export type WrittenFiles = {
  readonly documents: readonly WrittenFile[];
  /** Files that lie there for something else, each with why it is not sent. */
  readonly passedOver: readonly { readonly name: string; readonly why: string }[];
};

const extensions = ['.yaml', '.yml', '.json'];

/**
 * The documents of a folder (folders inside are not entered), or of one file. Releases are started
 * and not applied; a JSON file without an `apiVersion` belongs to another tool. What cannot be
 * parsed is sent all the same: the server says what is wrong with it, and where.
 */
export async function readDocuments(path: string): Promise<WrittenFiles> {
  const names = await filesAt(path);
  // Loaded where it is needed: the other commands are to begin at once.
  const { parse } = await import('yaml');
  const documents: WrittenFile[] = [];
  const passedOver: { name: string; why: string }[] = [];
  for (const name of names) {
    const text = await readInput(name);
    const why = whyNot(name, parsed(text, parse));
    if (why === null) documents.push({ name, text });
    else passedOver.push({ name, why });
  }
  if (documents.length > 0) return { documents, passedOver };
  throw new UsageMistake(
    `${path} has nothing to apply.`,
    'Name a folder with a catalog, policies or calendars in *.yaml, *.yml or *.json files.',
  );
}

async function filesAt(path: string): Promise<readonly string[]> {
  try {
    if ((await stat(path)).isFile()) return [path];
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && extensions.includes(extname(entry.name)))
      .map(({ name }) => join(path, name))
      .toSorted();
  } catch (error) {
    throw cannotRead(path, error);
  }
}

type Parsed = Readonly<Record<string, unknown>> | null;

function whyNot(name: string, document: Parsed): string | null {
  if (document === null) return null;
  if (document.kind === 'Release') return 'a release is started with `tidegate start`';
  const isForeign = extname(name) === '.json' && document.apiVersion === undefined;
  return isForeign ? 'it has no `apiVersion`' : null;
}

function parsed(text: string, parse: (text: string) => unknown): Parsed {
  try {
    const value = parse(text);
    return typeof value === 'object' ? (value as Parsed) : null;
  } catch {
    return null;
  }
}
