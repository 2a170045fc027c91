import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { ArtifactStore } from '../../activities/ports/content.ts';
import { digestPattern } from '../../domain/ledger/digest.ts';
import { readJson } from '../durable-state/read-json.ts';
import { placeOnce, writeOnce } from '../durable-state/write-once.ts';
import { hasCode } from '../system-error.ts';
import * as failures from './artifact-failures.ts';
import { packFolder } from './pack-folder.ts';

export type FileArtifactOptions = {
  readonly root: string;
  /** Most bytes of all files of one artifact together, before they are compressed. */
  readonly limitBytes?: number;
};

type Packed = z.infer<typeof packedShape>;

const packedShape = z.strictObject({ digest: z.string(), sizeBytes: z.number() });
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/;

/**
 * Artifacts as read-only files `sha256-<hex>.tgz`, and for each component and version the one
 * digest that it will ever have.
 *
 * Errors: terminal for a folder that cannot be packed and for a version that is something else
 * already; `needs-person` when an archive is missing or its bytes were changed.
 */
export function createFileArtifactStore(options: FileArtifactOptions): ArtifactStore {
  const { root, limitBytes = 1024 ** 3 } = options;
  return {
    async pack({ component, version, folder }) {
      const register = registerPath(root, component, version);
      const real = await realFolder(folder);
      await mkdir(root, { recursive: true });
      const incoming = join(root, `incoming-${randomUUID()}`);
      try {
        const packed = await packFolder(real, incoming, limitBytes);
        // Looked up first, so that a refused archive is not kept; claimed last, so that what is
        // registered is there.
        requireSame(`${component} ${version}`, await readJson(register, packedShape), packed);
        const archive = archivePath(root, packed.digest);
        if (!(await placeOnce(incoming, archive))) await requireIntact(archive, packed.digest);
        await writeOnce(register, `${JSON.stringify(packed)}\n`);
        requireSame(`${component} ${version}`, await readJson(register, packedShape), packed);
        return packed;
      } finally {
        await rm(incoming, { force: true });
      }
    },

    async fetch(digest) {
      if (!digestPattern.test(digest)) throw failures.badDigest(digest);
      const archive = archivePath(root, digest);
      await requireIntact(archive, digest);
      return archive;
    },
  };
}

function archivePath(root: string, digest: string): string {
  return join(root, `${digest.replace(':', '-')}.tgz`);
}

function registerPath(root: string, component: string, version: string): string {
  for (const name of [component, version]) {
    if (!namePattern.test(name)) throw failures.badName(name);
  }
  return join(root, 'versions', component, `${version}.json`);
}

function requireSame(name: string, known: Packed | null, packed: Packed): void {
  if (known === null || known.digest === packed.digest) return;
  throw failures.versionTaken(name, known.digest, packed.digest);
}

async function realFolder(folder: string): Promise<string> {
  try {
    if ((await stat(folder)).isDirectory()) return await realpath(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  throw failures.noFolder(folder);
}

async function requireIntact(archive: string, digest: string): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(archive), hash);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw failures.missing(digest, archive);
    throw error;
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== digest) throw failures.damaged(archive, digest, found);
}
