import { createHash } from 'node:crypto';

const SIGNS = 16;

/** What the cookie of a session holds: the version it stays on, and nothing about its user. */
export function sessionToken(digest: string): string {
  return createHash('sha256').update(digest).digest('hex').slice(0, SIGNS);
}

/** Attributes of the cookie. It lasts as long as the browser, and no program of a page reads it. */
export const SESSION_ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';
