import { type Proposal, type ProposalStanding, proposalDigest } from './proposal.ts';

export type ProposalAnswer = {
  readonly verdict: 'confirm' | 'reject';
  /** What the person has read. */
  readonly digest: string;
  /** Immutable pseudonymous id of the person. */
  readonly by: string;
  /** Whether the person is among those who confirm, by themselves and at this moment. */
  readonly mayConfirm: boolean;
};

export type ProposalRefusal = {
  readonly code: 'proposal-closed' | 'proposal-stale' | 'proposal-own' | 'proposal-not-yours';
  readonly reason: string;
};

/**
 * Why an answer does not count, or null when it does. Who proposed may take it back, and never
 * confirm it; everybody else has to be among those who confirm.
 */
export function whyNotAnswered<Document>(
  proposal: Proposal<Document>,
  standing: ProposalStanding,
  { verdict, digest, by, mayConfirm }: ProposalAnswer,
): ProposalRefusal | null {
  if (standing !== 'open') return { code: 'proposal-closed', reason: closedReasons[standing] };
  if (digest !== proposalDigest(proposal)) {
    return { code: 'proposal-stale', reason: 'You speak of something else than what is proposed.' };
  }
  const isProposer = by === proposal.proposedBy;
  if (isProposer && verdict === 'confirm') {
    return { code: 'proposal-own', reason: 'You have proposed this yourself.' };
  }
  if (isProposer || mayConfirm) return null;
  return { code: 'proposal-not-yours', reason: 'You are not among those who confirm it.' };
}

const closedReasons: Readonly<Record<Exclude<ProposalStanding, 'open'>, string>> = {
  confirmed: 'It was confirmed already.',
  rejected: 'It was rejected.',
  superseded: 'Something else was proposed or applied since, so it would not change what it shows.',
  expired: 'Nobody has confirmed it in time.',
};
