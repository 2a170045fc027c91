import { contentDigest } from '../ledger/digest.ts';
import type { AccessRequest } from './access.ts';

/** What a person says about one access, as the API signs it. */
export type AccessAct = AccessActHead & AccessActContent;

export type AccessActHead = {
  readonly kind: 'access-act';
  /** Chosen by the caller or minted by the API; one id is one statement for ever. */
  readonly id: string;
  readonly access: string;
  /** Of the request, so that it is said about exactly that. */
  readonly subjectDigest: string;
  /** Immutable pseudonymous id of the person. */
  readonly by: string;
  /** RFC 3339. */
  readonly issuedAt: string;
  /** RFC 3339. An act that has not reached the workflow by then is refused. */
  readonly expiresAt: string;
};

export type AccessActContent =
  | { readonly act: 'ask'; readonly request: AccessRequest }
  | { readonly act: 'grant' | 'refuse' | 'confirm' | 'revoke'; readonly reason: string | null }
  /** What the tool compares a password with. Nobody can log in by it. */
  | { readonly act: 'take-credentials'; readonly verifier: string };

/** An act whose signature holds, and what is true of who said it now. */
export type VerifiedAct = {
  readonly act: AccessAct;
  /** sha-256 of its canonical JSON. */
  readonly digest: string;
  readonly groups: readonly string[];
};

/** What later acts speak about. */
export function requestDigest(request: AccessRequest): string {
  return contentDigest(request);
}

/** A SCRAM-SHA-256 verifier as PostgreSQL keeps it. */
export const verifierPattern =
  /^SCRAM-SHA-256\$[1-9][0-9]{3,6}:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/;
