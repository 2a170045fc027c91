import type { EvidenceReference, Verdict } from '../release/terms.ts';
import type { ForensicsRecord } from './forensics.ts';
import type { RestoredComponent } from './restored-component.ts';

/** The way back, as far as it has gone. */
export type RollbackState = {
  readonly reason: string;
  readonly by: string | null;
  readonly stage: string;
  readonly thenOutcome: 'rolled-back' | 'withdrawn';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** What was kept before anything was undone. */
  readonly forensics: readonly ForensicsRecord[];
  /** Pseudonymous id of the person who took the rest over; null when nobody did. */
  readonly takenOverBy: string | null;
  /** Whether what served before serves again, as last seen, by environment. */
  readonly validations: readonly RollbackValidation[];
};

type RollbackValidation = {
  readonly environment: string;
  readonly at: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly components: readonly RestoredComponent[];
  readonly evidence: EvidenceReference | null;
};
