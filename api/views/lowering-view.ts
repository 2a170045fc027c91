import type { Lowering, LoweringRequest } from '../../domain/deviation/lowering.ts';
import {
  type ProposalStanding,
  proposalDigest,
  standingOf,
} from '../../domain/proposal/proposal.ts';

/** A lowering of rigor as people see it. */
export type LoweringView = LoweringRequest & {
  readonly id: string;
  /** What an answer has to speak about. */
  readonly digest: string;
  readonly standing: ProposalStanding;
  /** Pseudonymous ids. */
  readonly askedBy: string;
  readonly askedAt: string;
  readonly closed: Lowering['closed'];
};

/** How it stands at an instant, RFC 3339. One that was granted and has ended is expired. */
export function loweringView(lowering: Lowering, now: string): LoweringView {
  const { id, documents, proposedBy: askedBy, proposedAt: askedAt, closed } = lowering;
  const [request] = documents;
  const stands = standingOf(lowering, [null], now);
  const hasEnded = Date.parse(request.until) <= Date.parse(now);
  const standing = stands === 'confirmed' && hasEnded ? 'expired' : stands;
  return { id, digest: proposalDigest(lowering), standing, ...request, askedBy, askedAt, closed };
}
