import { randomBytes } from 'node:crypto';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';

/** Words of a person with the salt that keeps their digest from being guessed. */
export type SaltedComment = {
  readonly digest: string;
  readonly salt: string;
  readonly text: string;
};

/**
 * Only the digest goes into the chain; without text and salt, which can be erased, it says nothing.
 */
export function saltComment(text: string): SaltedComment {
  const salt = randomBytes(32).toString('base64url');
  return { digest: sha256Hex(canonicalJson({ salt, text })), salt, text };
}
