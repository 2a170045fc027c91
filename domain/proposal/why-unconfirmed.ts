import { contentDigest } from '../ledger/digest.ts';
import type { ProposalAct } from './act.ts';
import type { Proposal } from './proposal.ts';

/** What stands behind the set of duties that counts. */
export type DutyOrigin = {
  /** Nothing was there before that it could have loosened. */
  readonly isFirst: boolean;
  /** The last confirmed proposal that brought duties; null: there is none. */
  readonly proposal: Proposal<{ readonly kind: string; readonly document: unknown }> | null;
};

/**
 * Why duties that are applied have no second person behind them, as the rest of a sentence; null
 * when they have. Both acts were verified by their signatures, or are null where they do not hold.
 */
export function whyUnconfirmed(
  duties: unknown,
  { isFirst, proposal }: DutyOrigin,
  acts: { readonly proposed: ProposalAct | null; readonly confirmed: ProposalAct | null },
): string | null {
  if (isFirst && proposal === null) return null;
  const brought = proposal?.documents.find(({ kind }) => kind === 'Duties')?.document;
  if (brought === undefined) return 'nobody has proposed them';
  if (contentDigest(brought) !== contentDigest(duties)) return 'another set was confirmed last';
  const { proposed, confirmed } = acts;
  if (proposed === null || confirmed === null) return 'it is not signed that they were confirmed';
  return proposed.by === confirmed.by ? 'one person proposed and confirmed them' : null;
}
