import type { ClassificationSpec, DeliverySpec, ReleaseClass } from '../plan/spec.ts';
import type { FailureMode } from './failure-mode.ts';
import type {
  Criticality,
  DataClass,
  DeclaredRisk,
  MonitoringLevel,
  RolloutModel,
  RolloutStrategy,
  ServiceContent,
} from './scale.ts';
import type { ServiceHistory } from './service-history.ts';
import type { VersionBump } from './version-bump.ts';

/** Everything about a release that its risk is computed from. */
export type RiskFacts = {
  readonly releaseClass: ReleaseClass;
  readonly stated: ClassificationSpec;
  /** By name. */
  readonly components: readonly ComponentFacts[];
  /** Services that need one of the components, directly or through others, by name. */
  readonly dependents: readonly string[];
  readonly failureModes: readonly FailureMode[];
  readonly delivery: DeliveryFacts;
};

export type ComponentFacts = {
  readonly service: string;
  /** Null where the catalog does not say. */
  readonly criticality: Criticality | null;
  /** Null where the catalog does not say. */
  readonly dataClasses: readonly DataClass[] | null;
  readonly content: ServiceContent;
  readonly stateful: boolean;
  /** Null where the catalog does not say. */
  readonly monitoring: MonitoringLevel | null;
  /** Whether users reach it where the release ends up. */
  readonly exposed: boolean;
  /** Null where the versions do not tell. */
  readonly bump: VersionBump | null;
  readonly raises: readonly DeclaredRisk[];
  /** Null where nothing is known of it. */
  readonly history: ServiceHistory | null;
};

/** What the stages of the plan will do, and what the release says of that. */
export type DeliveryFacts = {
  readonly model: RolloutModel;
  readonly strategy: RolloutStrategy;
  readonly stated: DeliverySpec;
};
