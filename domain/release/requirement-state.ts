import type { DefectThresholds } from '../acceptance/defect.ts';
import type { InPlaceOf } from '../approval/delegation.ts';
import type { LetsStand } from './event.ts';

/** What people have to decide, and what they decided. */
export type RequirementState = {
  readonly id: string;
  readonly stage: string;
  readonly kind: 'approval' | 'uat';
  readonly environment: string;
  readonly group: string;
  /** A second group whose members decide too; absent until it is escalated. */
  readonly escalatedTo?: string;
  readonly count: number;
  readonly subjectDigest: string;
  readonly evidenceDigest: string;
  readonly attempt: number;
  readonly openedAt: string;
  readonly deadline: string;
  readonly outcome: 'pending' | 'approved' | 'rejected' | 'expired' | 'superseded' | 'withdrawn';
  readonly decisions: readonly DecisionRecord[];
  /** As in `requirement.opened`. */
  readonly thresholds?: DefectThresholds;
  /** As in `requirement.opened`. */
  readonly letsStand?: LetsStand;
  /** The last decision of each person that counts no more; absent while there is none. */
  readonly voided?: readonly VoidedDecision[];
};

/** A decision that counted once, and why it does not any more. */
export type VoidedDecision = DecisionRecord & {
  readonly voidedAt: string;
  /** Its person or its delegator took it back, or people were asked anew. */
  readonly because: 'withdrawn' | 'asked-again';
  /** What it spoke about. */
  readonly subjectDigest: string;
};

export type DecisionRecord = {
  readonly statement: string;
  readonly digest: string;
  readonly by: string;
  readonly verdict: 'approve' | 'reject';
  readonly at: string;
  /** Absent when they spoke as themselves. */
  readonly inPlaceOf?: InPlaceOf;
};
