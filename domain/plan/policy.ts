import type { DefectThresholds } from '../acceptance/defect.ts';
import type { AlertPolicy } from '../alert/alert.ts';
import type { Steadiness } from '../alert/is-steady.ts';
import type { AnalysisPolicy } from '../analysis/policy.ts';
import type { BypassTerms, DeviationKind } from '../deviation/deviation.ts';
import type { AnnouncementPolicy, NotifyRule } from '../message/announcement-policy.ts';
import type { RiskPolicy } from '../risk/risk-policy.ts';
import type { TaskPolicy } from '../task/task.ts';
import type { NamedCommand } from './catalog.ts';
import type { RequirementPolicy } from './requirement-policy.ts';
import type { ReleaseClass } from './spec.ts';
import type { ValidationCheck } from './validation-check.ts';
import type { VersionScheme } from './version-scheme.ts';

/**
 * The rules of an organisation or team: which stages a release of a class goes through in which
 * environment.
 */
export type Policy = {
  readonly name: string;
  readonly classes: Readonly<Partial<Record<ReleaseClass, ClassPolicy>>>;
  /** By default SemVer, and any name. */
  readonly naming?: NamingPolicy;
  /** Without it no release is assessed that says nothing of its risk. */
  readonly risk?: RiskPolicy;
};

export type NamingPolicy = {
  readonly versions: VersionScheme;
  /** Patterns of names with `*` for any text; empty allows every name. */
  readonly releases: readonly string[];
  /** Artifacts are called as their services. */
  readonly artifacts: readonly string[];
};

export type ClassPolicy = {
  readonly environments: Readonly<Record<string, EnvironmentPolicy>>;
  readonly review: ReviewPolicy;
  /** Who answers for the stages before any environment: build, package and gates. */
  readonly responsible: string;
  /**
   * Evidence of gates that is older than this when an environment is entered is gathered anew.
   * Absent: it is good for the whole release.
   */
  readonly maximumEvidenceAgeMs?: number;
  /** Id of a stage, such as `gates` or `staging/uat`: once it has succeeded, scope is frozen. */
  readonly scopeFrozenAfter?: string;
  /** A kind that is absent is granted by nobody. */
  readonly deviations?: DeviationPolicy;
  /** Absent: whoever something is for reads it in `log` and `file`, and nobody else is told. */
  readonly notify?: readonly NotifyRule[];
};

/**
 * Who lets a release off what it is held to, and for how long at most, by kind. Who lowers the
 * class of a release is said by the class that the rules make it.
 */
export type DeviationPolicy = {
  readonly [Kind in Exclude<DeviationKind, 'bypass'>]?: DeviationRule;
} & { readonly bypass?: BypassRule };
export type BypassRule = DeviationRule & BypassTerms;
export type DeviationRule = {
  /** Group whose people grant it. Never who asked, who started the release, or an author. */
  readonly grantedBy: string;
  /** Longest time from asking until it ends. */
  readonly longestMs: number;
};

/** An absent part means that the stage does not exist in this environment. */
export type EnvironmentPolicy = {
  /** Group that carries the work out in this environment. */
  readonly responsible: string;
  readonly uat?: UatPolicy;
  readonly approvals?: readonly RequirementPolicy[];
  /** Whether the calendar is asked. Default true. */
  readonly window: boolean;
  /**
   * What happens when the calendar closes on a change that is under way and nobody decides within
   * the decision time. Absent: it halts until it opens.
   */
  readonly onClosing?: 'hold' | 'rollback';
  readonly checklist: readonly ChecklistItem[];
  readonly announce?: AnnouncementPolicy;
  /** What people do by hand, in this order. Absent: nothing. */
  readonly tasks?: readonly TaskPolicy[];
  readonly canary?: CanaryPolicy;
  readonly validate: readonly ValidationCheck[];
  readonly stabilize?: StabilizePolicy;
  /** Which alerts are heeded while a release stands there and has not passed it. Absent: none. */
  readonly alerts?: AlertPolicy;
};

export type UatPolicy = {
  readonly group: string;
  readonly count: number;
  readonly cycleMs: number;
  readonly remindBeforeMs: readonly number[];
  /**
   * What an expired cycle becomes: a person is asked (`escalate`), or the stage fails (`fail`).
   * Never a pass.
   */
  readonly atExpiry: 'fail' | 'escalate';
  readonly escalateTo: string;
  /** How many defects may be open at a sign-off. Absent in older plans: then none blocks. */
  readonly defects?: DefectThresholds;
  /** Absent in older plans, as `defects` is. */
  readonly unresolved?: UnresolvedPolicy;
};

/** What a cycle becomes that ends while defects block its sign-off. Never a pass. */
export type UnresolvedPolicy = {
  /** Another cycle for the testers, a failed stage, or a question to the board. */
  readonly atExpiry: 'extend' | 'fail' | 'escalate';
  /** Group that is told of another cycle, or decides whether the defects may stand. */
  readonly escalateTo: string;
  /** Time that it has. Its expiry never lets anything stand. */
  readonly deadlineMs: number;
};

export type ChecklistItem =
  | { readonly item: 'rollback-plan' }
  | { readonly item: 'window-open' }
  | { readonly item: 'targets-healthy' }
  | { readonly item: 'support-coverage'; readonly group: string; readonly minimum: number }
  | { readonly item: 'announcement-sent' }
  | BackupItem
  | RollbackRehearsalItem
  | { readonly item: 'command'; readonly check: NamedCommand };

/** A recorded rehearsal of this very plan in which the way back was gone and ended well. */
export type RollbackRehearsalItem = {
  readonly item: 'rollback-rehearsal';
  /** An older one proves nothing. */
  readonly maximumAgeMs: number;
  /** Asked of releases that go to the board alone. Absent: of every one. */
  readonly before?: 'high-risk';
};

/** What a restored database has to answer. One of the two is there. */
export type BackupExpectation = {
  /** Answers one value, such as `SELECT count(*) FROM orders`. */
  readonly query: string;
  /** The answer, as text. */
  readonly equals?: string;
  /** The answer is a number that is not smaller. */
  readonly atLeast?: number;
};

/** A backup that is young enough, and was restored just now. */
export type BackupItem = {
  readonly item: 'backup';
  /** Prints the RFC 3339 instant at which the latest backup was taken, as its last line. */
  readonly takenAt: readonly string[];
  readonly maximumAgeMs: number;
  /**
   * Restores it: into the throw-away database whose address stands for `{database}`, or somewhere
   * harmless where nothing is expected of it. Exit code 0 says that it worked.
   */
  readonly restore: readonly string[];
  /** What came back has to answer all of this. Absent: nobody looks at it. */
  readonly expects?: readonly BackupExpectation[];
  /** Which releases it is asked of. Absent: of every one. */
  readonly before?: BackupOccasion;
  readonly timeoutMs: number;
};

/** Releases with a migration, or only those with one that cannot come back. */
export const backupOccasions = ['migrations', 'irreversible'] as const;
export type BackupOccasion = (typeof backupOccasions)[number];

export type CanaryPolicy = {
  readonly steps: readonly CanaryStep[];
  readonly thresholds: CanaryThresholds;
  /**
   * What happens when the person who is asked about an inconclusive step stays silent for the
   * decision time.
   */
  readonly onSilence: 'rollback' | 'hold';
  /** Metrics that are compared too, at every step but the last one. Absent: none. */
  readonly analysis?: AnalysisPolicy;
};

export type CanaryStep = {
  readonly weightPercent: number;
  /** Least time of observation at this weight. */
  readonly observeMs: number;
  /** Longest time to wait for enough requests before the step is inconclusive. */
  readonly patienceMs: number;
};

export type CanaryThresholds = {
  /** Fewer requests than this on either side are inconclusive. */
  readonly minimumRequests: number;
  /** Greatest tolerated rise of the failure rate over the baseline, as a share from 0 to 1. */
  readonly maximumFailureRateIncrease: number;
  /** Greatest tolerated ratio of the canary's p95 latency to the baseline's. */
  readonly maximumLatencyRatio: number;
  /** A p95 that rises by less than this, in milliseconds, is no harm whatever the ratio. */
  readonly toleratedLatencyIncreaseMs: number;
  /** Significance level of the two-proportion test. */
  readonly alpha: number;
};

export type StabilizePolicy = {
  readonly durationMs: number;
  readonly observeEveryMs: number;
  readonly maximumFailureRate: number;
  /** What 95 % of the answers may take at most. Absent: they may take as long as they like. */
  readonly maximumP95LatencyMs?: number;
  readonly minimumRequests: number;
  /** The last stretch that is judged by itself as well. Absent in older plans: five minutes. */
  readonly recentMs?: number;
  /** How steadily a threshold has to be broken. Absent: once is enough. */
  readonly steady?: Steadiness;
};

export type ReviewPolicy = {
  /** Group that holds the review. */
  readonly owner: string;
  readonly escalateTo: string;
  readonly reviewDueMs: number;
  readonly runbookDueMs: number;
  readonly remindBeforeMs: readonly number[];
};
