/** What the command line reads of proposed files. */
export type ProposalAnswer = {
  readonly id: string;
  readonly digest: string;
  readonly standing: 'open' | 'confirmed' | 'rejected' | 'superseded' | 'expired';
  readonly proposedBy: { readonly subject: string; readonly person: string | null };
  readonly expiresAt: string;
  readonly documents: readonly {
    readonly kind: string;
    readonly name: string;
    readonly change: 'added' | 'changed' | 'unchanged';
  }[];
  readonly policies: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  } | null;
  readonly confirmedBy: {
    readonly groups: readonly string[];
    readonly people: readonly string[];
  };
};

export type ProposalListAnswer = { readonly proposals: readonly ProposalAnswer[] };
