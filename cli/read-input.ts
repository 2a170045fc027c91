import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageMistake } from './failures.ts';

/** The text of a file, or of standard input where it is called `-`. Throws a `UsageMistake`. */
export async function readInput(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw cannotRead(file, error);
  }
}

export function cannotRead(file: string, error: unknown): UsageMistake {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageMistake(
    `${file} cannot be read: ${reason}`,
    'Name a file that is there and that you may read, or - for standard input.',
  );
}
