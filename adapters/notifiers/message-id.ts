import { createHash } from 'node:crypto';

const shownDigits = 16;

/**
 * A short name of a message, by which people find it in a log or a file. The same key, the same
 * name.
 */
export function messageId(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, shownDigits);
}
