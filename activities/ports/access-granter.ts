import type { ObservedAccess } from '../../domain/access/observed.ts';

/** Something of an environment that people are let into. */
export type AccessPlace = { readonly environment: string; readonly resource: string };

/** One access, under its key. The same key is one access for ever. */
export type AccessAt = AccessPlace & { readonly key: string };

export type AccessOrder = AccessAt & {
  readonly role: string;
  /** RFC 3339. The tool itself lets nobody in from then on, where it can. */
  readonly until: string;
};

/**
 * A tool that lets people in for a time. Every method asks the tool what is true under the key
 * before it acts, and reads it back afterwards, so lost answers and repeated calls change nothing.
 * Errors: `StepFailure`. None of them holds an address, a password or a verifier.
 */
export type AccessGranter = {
  /**
   * Makes an account with that role and no password: nobody can log in by it yet. Granting again
   * is once. A key that was revoked is spent: granting under it is refused (terminal), even where
   * nothing had been granted.
   */
  grant(order: AccessOrder): Promise<ObservedAccess>;
  /**
   * Lets the person in who knows the password that this verifier was made from. Refused
   * (terminal) where nothing is granted.
   */
  admit(order: AccessAt & { readonly verifier: string }): Promise<ObservedAccess>;
  /** What is there now. Never changes anything. */
  observe(at: AccessAt): Promise<ObservedAccess>;
  /**
   * Takes everything away and ends open sessions. Resolves only when the tool, read back, has
   * nothing left; whatever keeps it from that is of the kind `retry`.
   */
  revoke(at: AccessAt): Promise<ObservedAccess>;
  /** Keys of everything that was granted there and not revoked. Never changes anything. */
  granted(place: AccessPlace): Promise<readonly string[]>;
};
