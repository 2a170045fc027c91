/** What a person did with a proposal, as the API signs it. */
export type ProposalAct = {
  readonly kind: 'proposal-act';
  readonly act: 'propose' | 'confirm' | 'reject';
  readonly proposal: string;
  /** Of all that was proposed, so that it is signed for exactly that. */
  readonly digest: string;
  /** Immutable pseudonymous id of the person. */
  readonly by: string;
  readonly reason: string | null;
  /** RFC 3339. */
  readonly issuedAt: string;
};
