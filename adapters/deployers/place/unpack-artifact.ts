import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';
import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { messageOf } from '../../system-error.ts';
import { hexOfDigest } from './place-folder.ts';

/**
 * Unpacks the ordered archive below a place's folder, under its digest, and returns that folder. A
 * folder that is there was unpacked whole before and is used as it is.
 *
 * Errors: terminal when the bytes are not those of the digest, or when the archive reaches outside.
 */
export async function unpackArtifact(
  placeFolder: string,
  artifact: DeploymentOrder['artifact'],
): Promise<string> {
  const target = unpackedFolder(placeFolder, artifact.digest);
  if (await exists(target)) return target;
  if (artifact.path === null) {
    throw new StepFailure(
      'terminal',
      'deployer/no-artifact',
      `There is no archive to unpack for ${artifact.version} (${artifact.digest}).`,
      'Give the component an artifact, or choose a tool that needs none.',
    );
  }
  await mkdir(placeFolder, { recursive: true });
  const workspace = join(placeFolder, `.unpack-${randomUUID()}`);
  await mkdir(join(workspace, 'content'), { recursive: true });
  try {
    // What is unpacked is the copy that was hashed, so nobody can exchange the bytes in between.
    const archive = join(workspace, 'archive.tgz');
    await copyVerified(artifact.path, archive, artifact.digest);
    await extractInto(archive, join(workspace, 'content'));
    await rename(join(workspace, 'content'), target);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
  return target;
}

/** Where an artifact is unpacked, whether or not it has been yet. */
export function unpackedFolder(placeFolder: string, digest: string): string {
  return join(placeFolder, hexOfDigest(digest));
}

/** Refuses an archive whose bytes are not those of the digest. */
export async function verifyArchive(path: string, digest: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  refuseOtherBytes(path, hash.digest('hex'), digest);
}

async function copyVerified(from: string, to: string, digest: string): Promise<void> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), hashing, createWriteStream(to, { mode: 0o600 }));
  refuseOtherBytes(from, hash.digest('hex'), digest);
}

function refuseOtherBytes(path: string, found: string, digest: string): void {
  if (found === hexOfDigest(digest)) return;
  throw new StepFailure(
    'terminal',
    'deployer/wrong-artifact',
    `The archive ${path} has the sha-256 ${found}, but ${digest} was ordered.`,
    'Find out who changed the archive. Fetch it again from the artifact store, or build it again.',
  );
}

async function extractInto(archive: string, folder: string): Promise<void> {
  try {
    await extract({ file: archive, cwd: folder, strict: true, preserveOwner: false });
  } catch (error) {
    throw new StepFailure(
      'terminal',
      'deployer/bad-archive',
      `The archive cannot be unpacked: ${messageOf(error)}`,
      'Pack the component again. An archive may only hold what lies below its own folder.',
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
