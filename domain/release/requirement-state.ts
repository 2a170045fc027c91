import type { DefectThresholds } from '../acceptance/defect.ts';
import type { LetsStand } from './event.ts';

export type RequirementState = {
  readonly id: string;
  readonly stage: string;
  readonly kind: 'approval' | 'uat';
  readonly environment: string;
  readonly group: string;
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
};

export type DecisionRecord = {
  readonly statement: string;
  readonly digest: string;
  readonly by: string;
  readonly verdict: 'approve' | 'reject';
  readonly at: string;
};
