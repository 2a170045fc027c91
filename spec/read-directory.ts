import { open, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { onlyOne } from './document.ts';
import type { Document } from './documents.ts';
import { limits } from './nesting.ts';
import { parseDocument } from './parse-document.ts';
import type { DocumentProblem, Locate } from './problem.ts';
import { memberAt } from './schema-at.ts';

/** A file and what it means. */
export type ReadFile = {
  readonly file: string;
  readonly document: Document;
  readonly locate: Locate | null;
};

export type ReadDirectory = {
  readonly files: readonly ReadFile[];
  /** Of all files together; the files that were understood are given all the same. */
  readonly problems: readonly DocumentProblem[];
  /** JSON files that belong to other tools: they have no `apiVersion`. */
  readonly passedOver: readonly string[];
};

/**
 * Reads all `*.yaml`, `*.yml` and `*.json` files of one folder, in the order of their names;
 * folders inside are not entered. A folder that cannot be read, or that holds no document, is a
 * problem too. A JSON file without an `apiVersion` belongs to another tool and is passed over; a
 * YAML file without one is a mistake.
 */
export async function readDirectory(folder: string): Promise<ReadDirectory> {
  const names = await documentNames(folder);
  if (typeof names === 'string') return nothing(unreadable(folder, names));
  const files: ReadFile[] = [];
  const problems: DocumentProblem[] = [];
  const passedOver: string[] = [];
  for (const name of names) {
    const read = await readDocument(join(folder, name));
    if (read === null) passedOver.push(join(folder, name));
    else if ('problems' in read) problems.push(...read.problems);
    else files.push(read);
  }
  if (names.length === passedOver.length) return nothing(unreadable(folder, 'It has no documents'));
  return { files, problems: [...problems, ...findTwins(files)], passedOver };
}

function nothing(problem: DocumentProblem): ReadDirectory {
  return { files: [], problems: [problem], passedOver: [] };
}

async function documentNames(folder: string): Promise<readonly string[] | string> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .filter((name) => ['.yaml', '.yml', '.json'].includes(extname(name)))
      .toSorted();
  } catch (error) {
    return reasonOf(error);
  }
}

async function readDocument(
  file: string,
): Promise<ReadFile | { readonly problems: readonly DocumentProblem[] } | null> {
  let text: string;
  try {
    text = await readText(file);
  } catch (error) {
    return { problems: [unreadable(file, reasonOf(error))] };
  }
  if (extname(file) === '.json' && isForeign(text)) return null;
  const parsed = parseDocument(text, file);
  return 'problems' in parsed ? parsed : { file, ...parsed };
}

function isForeign(json: string): boolean {
  try {
    return memberAt(JSON.parse(json), ['apiVersion']) === undefined;
  } catch {
    return false;
  }
}

/** Reads no more than is needed to see that a file is too large. */
async function readText(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    // UTF-8 takes at most three bytes for each UTF-16 unit that the limit counts.
    if (size > 3 * limits.characters) throw new Error(`It has ${size} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
  } finally {
    await handle.close();
  }
}

/**
 * Two documents of one kind and name: which of them would count? A folder also holds at most one
 * catalog, and one set of duties.
 */
function findTwins(files: readonly ReadFile[]): readonly DocumentProblem[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ file, document: { kind, name }, locate }) => {
    const identity = onlyOne(kind) ? kind : `${kind} ${name}`;
    const first = seen.get(identity);
    seen.set(identity, first ?? file);
    if (first === undefined) return [];
    return [
      {
        code: 'duplicate-document',
        message: `${first} holds the ${identity} already.`,
        remedy: onlyOne(kind) ? 'Merge the two.' : 'Rename or remove one of the two.',
        pointer: '/metadata/name',
        file,
        ...(locate?.(['metadata', 'name'], 'value') ?? { line: null, column: null }),
      },
    ];
  });
}

function unreadable(file: string, reason: string): DocumentProblem {
  return {
    code: 'unreadable',
    message: `${file} cannot be read: ${reason.replace(/[.]?$/, '.')}`,
    remedy: 'Name a folder with readable *.yaml, *.yml or *.json files in UTF-8.',
    pointer: '',
    file,
    line: null,
    column: null,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
