import type { AccessGranter, AccessPlace } from '../../../activities/ports/access-granter.ts';

/** One session that somebody has opened with a password. */
export type OpenSession = {
  /** Whether it can still read what the granted role may read. */
  readonly canRead: () => Promise<boolean>;
};

/** A granter with a place of its own, and ways to find out the truth that do not ask it. */
export type GranterSubject = {
  readonly granter: AccessGranter;
  readonly place: AccessPlace;
  /** A role that may read something. */
  readonly role: string;
  /** A role whose name has everything that quoting gets wrong. */
  readonly hostileRole: string;
  /** Logs in as the person would; null when the tool does not let them in. */
  readonly login: (key: string, password: string) => Promise<OpenSession | null>;
  readonly close: () => Promise<void>;
};
