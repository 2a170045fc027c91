import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JWK } from 'jose';
import { type KeyRing, readKeyRing } from '../../domain/approval/key-ring.ts';

/** A private key as its file holds it. It never leaves the API process. */
export type PrivateKey = { readonly kid: string; readonly jwk: JWK };

const ownerOnly = 0o600;
const othersMask = 0o077;

/**
 * Reads the private key, or null when there is no such file. Throws when others than the owner may
 * read it, and when it is not an Ed25519 private key.
 */
export async function readPrivateKey(path: string): Promise<PrivateKey | null> {
  const mode = await modeOf(path);
  if (mode === null) return null;
  if ((mode & othersMask) !== 0) {
    const found = (mode & 0o777).toString(8);
    throw new Error(
      `The private key ${path} may be read by others (mode ${found}). Run chmod 600 on it, ` +
        'and make a new key if anyone else could have read it.',
    );
  }
  const jwk = parse(await readFile(path, 'utf8'));
  if (!isPrivateKey(jwk)) {
    throw new Error(
      `${path} does not hold an Ed25519 private key with a kid as a JWK. ` +
        'Restore it, or let a new key be made under another name.',
    );
  }
  return { kid: jwk.kid, jwk };
}

/** Writes a new private key for its owner alone. Returns false when a file is there already. */
export async function writePrivateKey(path: string, key: PrivateKey): Promise<boolean> {
  return atomically(path, { ...key.jwk, kid: key.kid }, ownerOnly, async (temporary) => {
    try {
      await link(temporary, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

/**
 * Reads the key ring; null when there is no such file. Throws when its content is not a key ring.
 */
export async function readKeyRingFile(path: string): Promise<KeyRing | null> {
  if ((await modeOf(path)) === null) return null;
  const keyRing = readKeyRing(parse(await readFile(path, 'utf8')));
  if ('problem' in keyRing) {
    throw new Error(
      `The key ring ${path} cannot be read: ${keyRing.problem} ` +
        'Restore the file; it holds every public key that has ever signed.',
    );
  }
  return keyRing;
}

/** Replaces the key ring in one step. */
export async function writeKeyRing(path: string, keyRing: KeyRing): Promise<void> {
  await atomically(path, keyRing, 0o644, (temporary) => rename(temporary, path));
}

async function atomically<Result>(
  path: string,
  value: unknown,
  mode: number,
  place: (temporary: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return await place(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Looks at the shape: the class of a system error depends on the realm that raised it. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPrivateKey(value: unknown): value is JWK & { readonly kid: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { kid, kty, crv, x, d } = value as JWK;
  return (
    kty === 'OKP' && crv === 'Ed25519' && [kid, x, d].every((part) => typeof part === 'string')
  );
}
