import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../durable-state/read-json.ts';
import { writeJson } from '../../durable-state/write-json.ts';
import { isRunning, type ProcessIdentity } from '../../processes/identity.ts';
import { hasCode } from '../../system-error.ts';

const contactShape = z.object({
  pid: z.int(),
  started: z.string(),
  adminPort: z.int(),
});

/** Marks the processes of a gateway with the folder that it works for. */
export const GATEWAY_MARK = 'TIDEGATE_GATEWAY';

/** Where a gateway last answered. The port is kept over restarts, so that it can be scraped. */
export type Contact = Readonly<z.infer<typeof contactShape>>;

export function logFile(root: string): string {
  return join(root, 'gateway.log');
}

export function lockFile(root: string): string {
  return join(root, 'gateway.lock');
}

/** The last gateway that worked for this folder, running or not. */
export function readContact(root: string): Promise<Contact | null> {
  return readJson(contactFile(root), contactShape);
}

/** The gateway that runs for this folder, or null. */
export async function findRunning(root: string): Promise<Contact | null> {
  const contact = await readContact(root);
  return contact !== null && isRunning(contact) ? contact : null;
}

export async function writeContact(
  root: string,
  { pid, started }: ProcessIdentity,
  adminPort: number,
): Promise<void> {
  await writeJson(contactFile(root), { pid, started, adminPort });
}

/** The token of the admin API: only who may read the file can give orders. */
export async function readToken(root: string): Promise<string | null> {
  try {
    return (await readFile(tokenFile(root), 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** The kept token, or a new one that is kept from now on. Only one gateway at a time calls this. */
export async function ensureToken(root: string): Promise<string> {
  const known = await readToken(root);
  if (known !== null) return known;
  const token = randomBytes(32).toString('base64url');
  await writeFile(`${tokenFile(root)}.new`, token, { mode: 0o600, flush: true });
  await rename(`${tokenFile(root)}.new`, tokenFile(root));
  return token;
}

function contactFile(root: string): string {
  return join(root, 'gateway.json');
}

function tokenFile(root: string): string {
  return join(root, 'admin-token');
}
