import type { Role } from './role.ts';

/** The person behind a request. */
export type Actor = {
  /** Immutable pseudonymous id. */
  readonly subject: string;
  readonly roles: ReadonlySet<Role>;
  /** Groups of the catalog, at this moment. */
  readonly groups: readonly string[];
  /** When the token ends; a live stream ends with it. */
  readonly expiresAt: Date;
};
