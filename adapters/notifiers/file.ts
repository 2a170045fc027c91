import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Notifier } from '../../activities/ports/content.ts';
import { withFileLock } from '../durable-state/with-file-lock.ts';
import { messageId } from './message-id.ts';

type Message = Parameters<Notifier['send']>[0];

const lockTimeoutMs = 10_000;
const newline = 10;

/**
 * Tells people by lines of JSON at the end of a file, one a message. The same key is one line,
 * whichever process sends it and however often it is started again: under a lock, the file itself
 * is asked first.
 *
 * Errors: `retry` when another process holds the lock for too long.
 */
export function createFileNotifier(path: string): Notifier {
  return {
    channel: 'file',
    async send(message) {
      const id = messageId(message.key);
      await mkdir(dirname(path), { recursive: true });
      const { signal } = new AbortController();
      const wait = { timeoutMs: lockTimeoutMs, signal, waiting: () => undefined };
      await withFileLock(`${path}.lock`, wait, () => appendOnce(path, id, message));
      return `${basename(path)}#${id}`;
    },
  };
}

async function appendOnce(path: string, id: string, message: Message): Promise<void> {
  const file = await open(path, 'a+', 0o640);
  try {
    if (await holds(path, message.key)) return;
    const { key, audience, subject, text } = message;
    const line = JSON.stringify({ id, key, at: new Date().toISOString(), audience, subject, text });
    // A crash may have left half a line, which must not swallow this one.
    await file.appendFile(`${(await isCutShort(file)) ? '\n' : ''}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function holds(path: string, key: string): Promise<boolean> {
  const input = createReadStream(path);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (keyOf(line) === key) return true;
    }
    return false;
  } finally {
    input.destroy();
  }
}

/** Null for what is not a whole message. */
function keyOf(line: string): unknown {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null && 'key' in message ? message.key : null;
  } catch {
    return null;
  }
}

/** Whether the last line has no end. */
async function isCutShort(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== newline;
}
