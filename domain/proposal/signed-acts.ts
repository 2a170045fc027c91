import type { ProposalAct } from './act.ts';
import { type Proposal, proposalDigest } from './proposal.ts';

/** What whoever proposed it has signed, worked out from the proposal as it is kept. */
export function proposedAct<Document>(proposal: Proposal<Document>): ProposalAct {
  const { id, proposedBy: by, proposedAt: issuedAt } = proposal;
  return { ...headOf(id, proposalDigest(proposal)), act: 'propose', by, reason: null, issuedAt };
}

/** What whoever confirmed or rejected it has signed; null where nobody has. */
export function answeredAct<Document>(proposal: Proposal<Document>): ProposalAct | null {
  const { id, closed } = proposal;
  if (closed === null || closed.outcome === 'superseded') return null;
  const { outcome, by, at: issuedAt, reason } = closed;
  const act = outcome === 'confirmed' ? 'confirm' : 'reject';
  return { ...headOf(id, proposalDigest(proposal)), act, by, reason, issuedAt };
}

function headOf(proposal: string, digest: string) {
  return { kind: 'proposal-act', proposal, digest } as const;
}
