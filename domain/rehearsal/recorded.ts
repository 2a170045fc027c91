import type { RehearsalAccount } from './account.ts';

/** A rehearsal that has come to its end, as the records hold it. */
export type RecordedRehearsal = {
  readonly rehearsal: string;
  /** Digest of the plan that was rehearsed. */
  readonly planDigest: string;
  /** RFC 3339, in life. */
  readonly endedAt: string;
  readonly account: RehearsalAccount;
};
