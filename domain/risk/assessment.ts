import type { ReleaseClass } from '../plan/spec.ts';
import type { FailureMode } from './failure-mode.ts';
import type {
  ApprovalPath,
  ChangeType,
  DataClass,
  ReleaseType,
  RolloutModel,
  RolloutStrategy,
  Tier,
} from './scale.ts';
import type { ServiceHistory } from './service-history.ts';

/** What a release is, how much it risks, and who therefore has to say yes: all with reasons. */
export type RiskAssessment = {
  readonly classification: Classification;
  /** The sum of the points of all factors. */
  readonly score: number;
  readonly factors: readonly RiskFactor[];
  /** What was known of the components from before, by name. */
  readonly history: readonly ServiceHistory[];
  /** The one with the greatest priority number first. */
  readonly failureModes: readonly RatedFailureMode[];
  readonly path: ApprovalPath;
  readonly pathReasons: readonly string[];
  readonly delivery: {
    readonly model: Advice<RolloutModel>;
    readonly strategy: Advice<RolloutStrategy>;
    /** Why it goes out less carefully than recommended, in the words of the release. */
    readonly departure: string | null;
  };
};

export type Classification = {
  readonly type: ReleaseType;
  readonly tier: Tier;
  readonly changeType: ChangeType;
  /** The least class that the rules allow. */
  readonly leastClass: ReleaseClass;
  /** The pre-approved model that it follows; null when it follows none. */
  readonly changeModel: string | null;
  readonly dataClasses: readonly DataClass[];
  readonly personalData: boolean;
  readonly reasons: readonly string[];
};

export type RiskFactor = {
  readonly factor: FactorName;
  readonly points: number;
  /** Why it has these points, as a sentence. */
  readonly reason: string;
};

export type FactorName =
  | 'criticality'
  | 'data-class'
  | 'components'
  | 'schema-change'
  | 'irreversible'
  | 'breaking-change'
  | 'dependents'
  | 'failure-modes'
  | 'failed-releases'
  | 'long-after';

export type RatedFailureMode = FailureMode & { readonly priorityNumber: number };

/** What is recommended, what the plan does, and why the one is recommended. */
export type Advice<Choice> = {
  readonly recommended: Choice;
  readonly planned: Choice;
  readonly reason: string;
};
