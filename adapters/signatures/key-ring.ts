import { readFile, stat } from 'node:fs/promises';
import { StepFailure } from '../../activities/ports/failures.ts';
import { type KeyRing, readKeyRing, type VerificationKey } from '../../domain/approval/key-ring.ts';

/** The public keys that signatures are checked against. */
export type KeyRingSource = {
  /**
   * The key of that id, or null. Errors: `StepFailure` of kind `retry` while the file cannot be
   * read, since it is read again as soon as someone has mended it.
   */
  find(kid: string): Promise<VerificationKey | null>;
};

/**
 * A key ring in a JSON file, read again whenever the file has changed, so that a revocation counts
 * at once.
 */
export function createFileKeyRing(path: string): KeyRingSource {
  let known: { readonly version: string; readonly keyRing: KeyRing } | null = null;

  return {
    async find(kid) {
      // The version is taken before the content: a change in between is seen at the next question.
      const version = await versionOf(path);
      if (known?.version !== version) known = { version, keyRing: await load(path) };
      return known.keyRing.keys.find((key) => key.kid === kid) ?? null;
    },
  };
}

async function versionOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

async function load(path: string): Promise<KeyRing> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
  const keyRing = readKeyRing(content);
  if ('problem' in keyRing) throw unreadable(path, keyRing.problem);
  return keyRing;
}

function unreadable(path: string, why: string): StepFailure {
  return new StepFailure(
    'retry',
    'signatures/key-ring-unreadable',
    `The key ring ${path} cannot be read: ${why}`,
    'Restore the file; it holds the public keys only, and every key that has ever signed.',
  );
}
