import type { RehearsalAccount } from '../../domain/rehearsal/account.ts';

/** A rehearsal as the API shows it. */
export function rehearsalView(rehearsal: string, account: RehearsalAccount | null) {
  return {
    rehearsal,
    state: account === null ? ('running' as const) : ('done' as const),
    account,
    links: { self: `/v1/rehearsals/${rehearsal}` },
  };
}
