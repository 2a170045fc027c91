import { createHash } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import type { ReadEntry } from 'tar';
import { UsageMistake } from '../failures.ts';

/** A file of an archive, as it lies there. */
export type PackedFile = {
  /** Below the archive's one folder. */
  readonly path: string;
  readonly digest: string;
  /** Null for evidence, of which only the digest is asked. */
  readonly content: Buffer | null;
};

export type ReadArchive = {
  readonly files: readonly PackedFile[];
  /** What is wrong with the archive itself, each as a sentence. */
  readonly problems: readonly string[];
};

/** What a person needs to check a release is far below it; a file made to fill memory is not. */
const longestBytes = 512 * 1024 * 1024;

/**
 * Reads an archive without unpacking it anywhere. Throws `UsageMistake` when the file cannot be
 * opened; what is wrong inside is an answer.
 */
export async function readArchive(file: string): Promise<ReadArchive> {
  await access(file, constants.R_OK).catch(() => {
    throw new UsageMistake(`${file} cannot be read.`, 'Name an archive that you may read.');
  });
  const files: PackedFile[] = [];
  const problems: string[] = [];
  // Loaded where it is needed: most commands unpack nothing, and are to begin at once.
  const { list } = await import('tar');
  try {
    await list({
      file,
      strict: true,
      onReadEntry: (entry) => takeEntry(entry, files, problems),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.push(`It cannot be unpacked to its end: ${why}.`);
  }
  return { files, problems };
}

function takeEntry(entry: ReadEntry, files: PackedFile[], problems: string[]): void {
  const [folder, ...rest] = entry.path.split('/');
  const path = rest.join('/');
  const isPlain =
    entry.type === 'File' && folder !== '' && rest.every((part) => !['', '.', '..'].includes(part));
  if (!isPlain || path === '') {
    problems.push(`${entry.path} is no plain file below one folder.`);
    return;
  }
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  const isKept = !path.startsWith('evidence/') && entry.size <= longestBytes;
  entry.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    if (isKept) chunks.push(chunk);
  });
  entry.on('end', () => {
    const digest = `sha256:${hash.digest('hex')}`;
    files.push({ path, digest, content: isKept ? Buffer.concat(chunks) : null });
  });
}
