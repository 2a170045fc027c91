import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { UsageMistake } from '../failures.ts';

/** Who is signed in at one server. */
export type StoredSession = { readonly token: string; readonly person: string | null };

/** The server that is used where none is named, and a session for each server. */
export type Sessions = {
  readonly current: string | null;
  readonly servers: Readonly<Record<string, StoredSession>>;
};

const none: Sessions = { current: null, servers: {} };

/** Where sessions are kept: below XDG_CONFIG_HOME, which counts only when it is absolute. */
export function sessionFile(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CONFIG_HOME: given, HOME: home = homedir() } = env;
  const folder = given !== undefined && isAbsolute(given) ? given : join(home, '.config');
  return join(folder, 'tidegate', 'session.json');
}

/** No file is nobody signed in. Throws for a file that holds something else. */
export async function readSessions(file: string): Promise<Sessions> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw unusable(file, error instanceof Error ? error.message : String(error));
  });
  if (text === null) return none;
  try {
    const { current = null, servers } = JSON.parse(text) as Partial<Sessions>;
    if (typeof servers !== 'object' || servers === null) throw new Error('It has no `servers`.');
    return { current, servers };
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
}

/** Written beside and moved into place: it is whole, and its owner's alone, at every moment. */
export async function writeSessions(file: string, sessions: Sessions): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(beside, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function unusable(file: string, reason: string): UsageMistake {
  return new UsageMistake(`${file} cannot be read: ${reason}`, 'Remove it, and sign in again.');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
