import { contentDigest } from '../ledger/digest.ts';

/** Files that were sent together, and that count only when a second person has confirmed them. */
export type Proposal<Document> = {
  readonly id: string;
  readonly documents: readonly Document[];
  /** Digest of what each of them would replace, in their order; null where nothing was applied. */
  readonly replaces: readonly (string | null)[];
  /** Immutable pseudonymous id of the person. */
  readonly proposedBy: string;
  /** RFC 3339. */
  readonly proposedAt: string;
  /** RFC 3339; from then on nobody confirms it. */
  readonly expiresAt: string;
  /** Null while nothing became of it. */
  readonly closed: ClosedProposal | null;
};

export type ClosedProposal = {
  readonly outcome: 'confirmed' | 'rejected' | 'superseded';
  /** Who confirmed or rejected it, or proposed what took its place. */
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
  readonly reason: string | null;
};

export const proposalStandings = [
  'open',
  'confirmed',
  'rejected',
  'superseded',
  'expired',
] as const;
export type ProposalStanding = (typeof proposalStandings)[number];

/** How long somebody may confirm it; who needs longer proposes it again. */
export const proposalLifeMs = 7 * 24 * 3_600_000;

/** What a second person speaks about: all of it, but what became of it. */
export function proposalDigest<Document>(proposal: Proposal<Document>): string {
  const { closed: _, ...said } = proposal;
  return contentDigest(said);
}

/**
 * How it stands. `applied` are the digests of what counts by now, in the order of its documents:
 * where one is another than it would have replaced, nobody has seen what it would change.
 */
export function standingOf<Document>(
  { closed, expiresAt, replaces }: Proposal<Document>,
  applied: readonly (string | null)[],
  now: string,
): ProposalStanding {
  if (closed !== null) return closed.outcome;
  const isOvertaken = replaces.some((digest, index) => digest !== (applied[index] ?? null));
  if (isOvertaken || applied.length !== replaces.length) return 'superseded';
  return Date.parse(now) < Date.parse(expiresAt) ? 'open' : 'expired';
}
