/** What the command line reads of a delegation. */
export type DelegationAnswer = {
  readonly id: string;
  readonly group: string;
  readonly from: { readonly subject: string; readonly person: string | null };
  readonly to: { readonly subject: string; readonly person: string | null };
  readonly startsAt: string;
  readonly endsAt: string;
  readonly revokedAt: string | null;
  readonly inForce: boolean;
};

export type DelegationListAnswer = { readonly delegations: readonly DelegationAnswer[] };
