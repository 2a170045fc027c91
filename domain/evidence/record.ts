import type { Statement } from '../approval/statement.ts';
import type { ChainedEntry, ChainHead } from '../ledger/chain.ts';
import type { Damage } from '../ledger/verify-chain.ts';
import type { ReleasePlan } from '../plan/plan.ts';

/** All that is recorded of a release at one instant, as it was found: some of it may be missing. */
export type ReleaseRecord = {
  readonly release: string;
  readonly plan: ReleasePlan;
  readonly planDigest: string;
  /** Pseudonymous id of the person who started it. */
  readonly requestedBy: string;
  /** In the order of the chain. */
  readonly entries: readonly ChainedEntry[];
  /** What the database holds as the end of the chain; null without one. */
  readonly head: ChainHead | null;
  readonly damages: readonly Damage[];
  /** Whether the lists show what the facts add up to. */
  readonly projectionHolds: boolean;
  readonly statements: readonly SignedRecord[];
  readonly evidence: readonly EvidencePiece[];
  /** Whether a file beside it says who the pseudonymous ids are. */
  readonly people: 'included' | 'omitted';
};

/** A statement as it is kept, with the digest of what it signs. */
export type SignedRecord = {
  readonly jws: string;
  /** Of the signed bytes themselves, and not what somebody noted as such. */
  readonly digest: string;
  /** Null when what was signed cannot be read. */
  readonly statement: Statement | null;
};

/** Something in the evidence store that decisions rest on. */
export type EvidenceUse = {
  readonly digest: string;
  /** What rests on it, each as a few words. */
  readonly uses: readonly string[];
};

/** `out-of-reach`: whoever made the pack could not look, which says nothing about the file. */
export type EvidencePiece = EvidenceUse & {
  readonly status: 'kept' | 'missing' | 'damaged' | 'out-of-reach';
};
