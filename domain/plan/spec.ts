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
};

export type ComponentSpec = {
  readonly service: string;
  readonly version: string;
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
