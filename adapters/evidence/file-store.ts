import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceStore } from '../../activities/ports/content.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import { digestPattern } from '../../domain/ledger/digest.ts';
import { writeOnce } from '../durable-state/write-once.ts';
import { hasCode } from '../system-error.ts';

export type FileEvidenceOptions = {
  readonly root: string;
  /** Longest single piece of evidence. */
  readonly limitBytes?: number;
};

/**
 * Evidence as read-only files, each named by the sha-256 of its bytes, with its media type beside
 * it.
 *
 * Errors: terminal for a digest that is none and for evidence that is too long; `needs-person` when
 * a file no longer has the bytes that its name promises.
 */
export function createFileEvidenceStore(options: FileEvidenceOptions): EvidenceStore {
  const { root, limitBytes = 64 * 1024 * 1024 } = options;
  return {
    async put(content, mediaType) {
      const bytes = Buffer.from(content);
      if (bytes.length > limitBytes) throw tooLong(bytes.length, limitBytes);
      const hex = sha256(bytes);
      const path = join(root, hex);
      if (!(await writeOnce(path, bytes))) requireIntact(await readFile(path), hex, path);
      const about = { mediaType, sizeBytes: bytes.length };
      await writeOnce(`${path}.json`, `${JSON.stringify(about)}\n`);
      return { digest: `sha256:${hex}`, reference: `evidence/${hex}` };
    },

    async get(digest) {
      if (!digestPattern.test(digest)) throw noDigest(digest);
      const hex = digest.slice('sha256:'.length);
      const path = join(root, hex);
      try {
        const bytes = await readFile(path);
        requireIntact(bytes, hex, path);
        return bytes;
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return null;
        throw error;
      }
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function requireIntact(bytes: Uint8Array, hex: string, path: string): void {
  const found = sha256(bytes);
  if (found === hex) return;
  throw new StepFailure(
    'needs-person',
    'evidence/damaged',
    `The evidence ${path} has been changed: its sha-256 is ${found}.`,
    'Find out who changed it, and restore the file from a backup. Decisions rest on its content.',
  );
}

function tooLong(bytes: number, limitBytes: number): StepFailure {
  return new StepFailure(
    'terminal',
    'evidence/too-long',
    `The evidence has ${bytes} bytes; at most ${limitBytes} are kept.`,
    'Let the tool write a shorter report, or raise the limit of the evidence store.',
  );
}

function noDigest(digest: string): StepFailure {
  return new StepFailure(
    'terminal',
    'evidence/no-digest',
    `"${digest.slice(0, 100)}" is not the digest of evidence.`,
    'A digest is sha256: and 64 lower-case hexadecimal digits.',
  );
}
