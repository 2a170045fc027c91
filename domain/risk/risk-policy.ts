import type { RequirementPolicy } from '../plan/requirement-policy.ts';
import type { ReleaseClass } from '../plan/spec.ts';
import type {
  ApprovalPath,
  ChangeType,
  Criticality,
  DataClass,
  ReleaseType,
  Tier,
} from './scale.ts';

/** How an organisation weighs releases, and what follows from their weight. */
export type RiskPolicy = {
  readonly weights: RiskWeights;
  readonly thresholds: RiskThresholds;
  /** What a service counts as of which nobody has said how critical it is. */
  readonly unstatedCriticality: Criticality;
  /** Pre-approved kinds of work. */
  readonly changeModels: readonly ChangeModel[];
  readonly reviews: {
    /** By default one of the owners of each component, within a day. */
    readonly peer?: PeerReview;
    /** Absent: nothing that needs the board can be released. */
    readonly cab?: Review;
  };
  readonly rules: readonly ApprovalRule[];
};

/** Points of each factor; all are 0 or more, so that no factor makes a release look safer. */
export type RiskWeights = {
  /** Of the most critical component. */
  readonly criticality: Readonly<Record<Criticality, number>>;
  /** Of the data that weighs most. */
  readonly dataClass: Readonly<Record<DataClass, number>>;
  /** For each component after the first. */
  readonly furtherComponent: number;
  readonly schemaChange: number;
  /** What it changes cannot be taken back. */
  readonly irreversible: number;
  readonly breakingChange: number;
  /** For each service that needs one of the components, directly or through others. */
  readonly dependent: number;
  /** For a failure mode of the greatest priority number; others in proportion. */
  readonly failureMode: number;
  /** For each recent release of a component that was taken back. */
  readonly failedRelease: number;
  /** Components that were never released, or not for `thresholds.longAfterMs`. */
  readonly longAfter: number;
};

export type RiskThresholds = {
  /** From this score on the board decides. */
  readonly cabFrom: number;
  /** From this score on the class is at least `major`; null: the score does not raise it. */
  readonly majorFrom: number | null;
  /** From this score on users get the release in parts. */
  readonly phasedFrom: number;
  /** A failure mode of this priority number or more goes to the board. */
  readonly cabPriorityNumber: number;
  /** A failure mode of this severity or more goes to the board, however rare it is. */
  readonly cabSeverity: number;
  /** From this criticality on a release is strategic. */
  readonly strategicFrom: Criticality;
  /** A component that was not released for so long has nobody left who remembers how. */
  readonly longAfterMs: number;
};

export type ChangeModel = {
  readonly name: string;
  /** Empty when it is for every service. */
  readonly services: readonly string[];
  /** The type of the most rigor that it was approved for. */
  readonly maximumType: ReleaseType;
  /** The greatest score that it was approved for. */
  readonly maximumScore: number;
};

export type Review = Omit<RequirementPolicy, 'id'>;
/** Without a group it is asked of the owners of each component. */
export type PeerReview = Omit<Review, 'group'> & { readonly group?: string };

/** A requirement and when it is asked. Conditions that are absent are met by every release. */
export type ApprovalRule = {
  readonly when: {
    readonly classes?: readonly ReleaseClass[];
    readonly types?: readonly ReleaseType[];
    readonly tiers?: readonly Tier[];
    readonly changeTypes?: readonly ChangeType[];
    readonly paths?: readonly ApprovalPath[];
    /** One component handles one of these. */
    readonly dataClasses?: readonly DataClass[];
    /** One component is at least so critical. */
    readonly criticalityFrom?: Criticality;
    readonly scoreFrom?: number;
    /** What one component changes cannot come back. */
    readonly irreversible?: true;
    /** Absent: where the release ends up. */
    readonly environments?: readonly string[];
  };
  readonly require: RequirementPolicy;
};

const dayMs = 86_400_000;

/**
 * What counts where a policy says nothing. The numbers are Tidegate's own: a critical service alone
 * stays below the board, and meets it together with a schema change that breaks something.
 */
export const usualRiskPolicy: RiskPolicy = {
  weights: {
    criticality: { low: 0, medium: 5, high: 15, critical: 25 },
    dataClass: { public: 0, internal: 0, confidential: 5, payment: 15, personal: 15, health: 20 },
    furtherComponent: 2,
    schemaChange: 10,
    irreversible: 20,
    breakingChange: 15,
    dependent: 2,
    failureMode: 30,
    failedRelease: 10,
    longAfter: 5,
  },
  thresholds: {
    cabFrom: 50,
    majorFrom: null,
    phasedFrom: 20,
    cabPriorityNumber: 200,
    cabSeverity: 9,
    strategicFrom: 'high',
    longAfterMs: 90 * dayMs,
  },
  unstatedCriticality: 'high',
  changeModels: [],
  reviews: {},
  rules: [],
};

/** What is asked of the owners of a component where a policy says nothing of peers. */
export const usualPeerReview: PeerReview = { count: 1, deadlineMs: dayMs, remindBeforeMs: [] };
