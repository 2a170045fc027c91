import { join } from 'node:path';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Place } from '../../../domain/deployment/deployment.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const DIGEST = /^(?:sha256:)?([0-9a-f]{64})$/;

/** The folder in which a deployer keeps what it knows of one place. */
export function placeFolder(root: string, place: Place): string {
  for (const name of [place.environment, place.component]) {
    // Names become folders, so one with a slash or leading dots could lead out of the root.
    if (!NAME.test(name)) {
      throw new StepFailure(
        'terminal',
        'deployer/bad-name',
        `"${name}" cannot name a folder of ${place.component} in ${place.environment}.`,
        'Use letters, digits, dots, dashes and underscores, beginning with a letter or a digit.',
      );
    }
  }
  return join(root, place.environment, place.component);
}

/** The sha-256 of an artifact in hexadecimal, from `sha256:<hex>` or the bare digits. */
export function hexOfDigest(digest: string): string {
  const hex = DIGEST.exec(digest)?.[1];
  if (hex !== undefined) return hex;
  throw new StepFailure(
    'terminal',
    'deployer/bad-digest',
    `"${digest}" is not the digest of an artifact.`,
    'Give the sha-256 of the archive as sha256: and 64 hexadecimal digits.',
  );
}
