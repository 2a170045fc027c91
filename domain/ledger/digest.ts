import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical-json.ts';

/** Every digest in the project: `sha256:` and 64 lower-case hexadecimal digits. */
export const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** The digest of bytes, or of text as UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? utf8ToBytes(content) : content;
  return `sha256:${bytesToHex(sha256(bytes))}`;
}

/**
 * The digest of a JSON value's content: that of its canonical JSON. Throws a TypeError as
 * `canonicalJson` does.
 */
export function contentDigest(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
