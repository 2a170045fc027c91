import type { Verdict, VersionRef } from '../release/terms.ts';

/** One component after a rollback: what should stand there, what does, and whether it is well. */
export type RestoredComponent = {
  readonly component: string;
  readonly expected: VersionRef | null;
  readonly found: VersionRef | null;
  readonly verdict: Verdict;
  readonly reason: string;
};
