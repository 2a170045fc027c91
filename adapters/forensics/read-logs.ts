import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../domain/deployment/deployment.ts';
import { redactText } from '../../domain/rollback/redact.ts';
import { hasCode } from '../system-error.ts';

const tailBytes = 128 * 1024;
const mostFiles = 8;

export type KeptLog = {
  readonly file: string;
  readonly sizeBytes: number;
  /** RFC 3339, of the last line. */
  readonly writtenAt: string;
  /** Its end, without secrets. */
  readonly tail: string;
};

/** The ends of the logs of a place, those that were written last first. */
export async function readLogs(
  roots: readonly string[],
  { environment, component }: Place,
  secrets: readonly string[],
): Promise<readonly KeptLog[]> {
  const folders = roots.map((root) => join(root, environment, component, 'logs'));
  const found = (await Promise.all(folders.map(listLogs))).flat();
  const newest = found.toSorted((one, other) => other.writtenMs - one.writtenMs);
  return Promise.all(
    newest.slice(0, mostFiles).map(async ({ file, sizeBytes, writtenMs }) => ({
      file,
      sizeBytes,
      writtenAt: new Date(writtenMs).toISOString(),
      tail: redactText(await tailOf(file, sizeBytes), secrets),
    })),
  );
}

async function listLogs(folder: string) {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const logs = names.filter((name) => name.endsWith('.log')).map((name) => join(folder, name));
  return Promise.all(
    logs.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return { file, sizeBytes: size, writtenMs: mtimeMs };
    }),
  );
}

async function tailOf(file: string, sizeBytes: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const start = Math.max(0, sizeBytes - tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(tailBytes), 0, tailBytes, start);
    const text = buffer.toString('utf8', 0, bytesRead);
    // The first line has lost its beginning, and with it perhaps what shows a secret in it.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}
