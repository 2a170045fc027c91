import type { Irreversible, Lossy, MigrationPhase } from '../migration/migration.ts';
import type { AfterSpec, TrainSpec } from '../other-release/awaited.ts';
import type { PrioritySpec } from '../portfolio/priority.ts';
import type { FailureMode } from '../risk/failure-mode.ts';
import type {
  ApprovalPath,
  DeclaredRisk,
  ReleaseType,
  RolloutModel,
  RolloutStrategy,
  Tier,
} from '../risk/scale.ts';

/**
 * The rigor that a release is handled with. From least to most: standard, normal, major; emergency
 * stands apart.
 */
export const releaseClasses = ['standard', 'normal', 'major', 'emergency'] as const;
export type ReleaseClass = (typeof releaseClasses)[number];

/**
 * What a release engineer writes: which versions of which services shall go out, and how they are
 * taken back.
 */
export type ReleaseSpec = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly releaseClass: ReleaseClass;
  /** Name of the policy to compile against. */
  readonly policy: string;
  /** Person or group that answers for the whole release. */
  readonly accountable: string;
  /**
   * Environments in which the release shall end up; the ones before them are added by promotion
   * order.
   */
  readonly environments: readonly string[];
  readonly components: readonly ComponentSpec[];
  readonly rollback: RollbackSpec | null;
  readonly classification?: ClassificationSpec;
  readonly failureModes?: readonly FailureMode[];
  readonly delivery?: DeliverySpec;
  readonly schedule?: ScheduleSpec;
  /** Stages of other releases that it waits for; absent: none. */
  readonly after?: readonly AfterSpec[];
  /** Others with which it enters an environment together; absent: it goes by itself. */
  readonly train?: TrainSpec;
};

/** When a release means to go out, and whether before others. */
export type ScheduleSpec = {
  readonly priority?: PrioritySpec;
  /** At most one for each environment. Instants are RFC 3339 in UTC; half-open. */
  readonly windows?: readonly {
    readonly environment: string;
    readonly start: string;
    readonly end: string;
  }[];
  /** RFC 3339; from then on a revision of the running plan needs somebody else. */
  readonly scopeFreeze?: string;
  /** Until when which stages should have succeeded. Nothing is held or let go by them. */
  readonly milestones?: readonly {
    readonly name: string;
    /** RFC 3339. */
    readonly at: string;
    /** Id of the stage, such as `staging/uat`. */
    readonly stage: string;
  }[];
};

/** What a person says of the class of a release. It may raise what follows from the rules. */
export type ClassificationSpec = {
  readonly type?: ReleaseType;
  readonly tier?: Tier;
  readonly path?: ApprovalPath;
  /** Name of the pre-approved model that a change of the class `standard` follows. */
  readonly changeModel?: string;
  /** Nobody grants one to themselves: it is here so that it can be refused by name. */
  readonly exemption?: {
    readonly reason: string;
    readonly grantedBy: string;
    readonly expiresAt: string;
  };
};

/** How the release is meant to reach its users, and why less carefully than recommended. */
export type DeliverySpec = {
  readonly model?: RolloutModel;
  readonly strategy?: RolloutStrategy;
  readonly reason?: string;
};

export type ComponentSpec = {
  readonly service: string;
  readonly version: string;
  /** What this version brings, over what the catalog knows of the service. */
  readonly raises?: readonly DeclaredRisk[];
  /** What its migration changes cannot come back. */
  readonly irreversible?: Irreversible;
  /** What rows its way back does not bring back. Absent: it brings back all. */
  readonly lossy?: Lossy;
  /** When its migration runs. Absent: it expands. */
  readonly phase?: MigrationPhase;
  /** Why a rollback leaves what its migration adds, though it could be taken back. */
  readonly stays?: Irreversible;
};

/** How and when to go back. Above the lowest class a release without it is invalid. */
export type RollbackSpec = {
  /** Person or group that leads the way back. */
  readonly owner: string;
  /** Conditions under which the release is taken back, as sentences. */
  readonly criteria: readonly string[];
  /** Who is told when the rollback starts and ends, by group. */
  readonly communication: readonly string[];
  /** How long a person has to decide before the default happens. */
  readonly decisionTimeMs: number;
  /** Within which time service shall be restored. */
  readonly restoreTargetMs: number;
  readonly runbook: readonly string[];
};
