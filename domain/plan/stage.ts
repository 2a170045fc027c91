import type { AlertPolicy } from '../alert/alert.ts';
import type { Announcement } from '../message/message.ts';
import type { MigrationRehearsalGate } from '../migration/migration.ts';
import type { Awaited } from '../other-release/awaited.ts';
import type { TaskPolicy } from '../task/task.ts';
import type { GateDefinition } from './catalog.ts';
import type {
  CanaryPolicy,
  ChecklistItem,
  ReviewPolicy,
  StabilizePolicy,
  UatPolicy,
} from './policy.ts';
import type { RequirementPolicy } from './requirement-policy.ts';
import type { PlannedCheck } from './validation-check.ts';

/**
 * One step of a release. `kind` chooses the runner; `workflows/stages/index.ts` has one for each.
 */
export type Stage =
  | BuildStage
  | PackageStage
  | GatesStage
  | AwaitReleasesStage
  | PromoteStage
  | UatStage
  | ApprovalStage
  | WindowStage
  | ChecklistStage
  | AnnounceStage
  | TaskStage
  | DeployStage
  | SwitchStage
  | CanaryStage
  | ValidateStage
  | StabilizeStage
  | ReviewStage;

export type StageKind = Stage['kind'];
export type StageOf<Kind extends StageKind> = Extract<Stage, { kind: Kind }>;

type StageBase = {
  /** Unique in the plan and readable: `build`, or `production/approval`. */
  readonly id: string;
  readonly title: string;
  /** One person or group that answers for the stage (RACI). */
  readonly accountable: string;
  /** At least one person or group that carries it out. */
  readonly responsible: readonly string[];
};

type InEnvironment = StageBase & { readonly environment: string };
type BeforeEnvironments = StageBase & { readonly environment: null };

type BuildStage = BeforeEnvironments & { readonly kind: 'build' };
type PackageStage = BeforeEnvironments & { readonly kind: 'package' };
type GatesStage = BeforeEnvironments & {
  readonly kind: 'gates';
  readonly gates: readonly PlannedGate[];
};
export type PlannedGate = {
  readonly component: string;
  readonly definition: GateDefinition | MigrationRehearsalGate;
};

/**
 * Admits the manifest of digests to an environment: it passed the one before, and stood there long
 * enough.
 */
type PromoteStage = InEnvironment & {
  readonly kind: 'promote';
  readonly from: string | null;
  readonly soakMs: number;
  /** Evidence of gates that is older is gathered anew; absent: its age does not matter. */
  readonly maximumEvidenceAgeMs?: number;
};
/** Waits until other releases have come to what is awaited of them, or somebody lets it go on. */
type AwaitReleasesStage = InEnvironment & {
  readonly kind: 'await-releases';
  readonly awaited: readonly Awaited[];
};
type UatStage = InEnvironment & { readonly kind: 'uat'; readonly uat: UatPolicy };
type ApprovalStage = InEnvironment & {
  readonly kind: 'approval';
  readonly requirements: readonly RequirementPolicy[];
};
type WindowStage = InEnvironment & { readonly kind: 'window' };
type ChecklistStage = InEnvironment & {
  readonly kind: 'checklist';
  readonly items: readonly ChecklistItem[];
};
type AnnounceStage = InEnvironment & {
  readonly kind: 'announce';
  readonly announcement: Announcement;
};
type TaskStage = InEnvironment & { readonly kind: 'task'; readonly task: TaskPolicy };
/**
 * Brings every component in, wave after wave. `beside`: candidates get no users until the canary
 * stage gives them some.
 */
type DeployStage = InEnvironment & {
  readonly kind: 'deploy';
  readonly waves: readonly (readonly string[])[];
  readonly strategy: 'all-at-once' | 'beside';
  /** Components that get no users before they are switched. Absent: none. */
  readonly switched?: readonly string[];
  /** Components whose targets are replaced some after the others. Absent: none. */
  readonly rolled?: readonly string[];
  /** As in the policy; absent: it halts. */
  readonly onClosing?: 'hold' | 'rollback';
  /** Which alerts are heeded from then on, until the environment is passed. Absent: none. */
  readonly alerts?: AlertPolicy;
  /**
   * Its waves take away what only the versions before need: it begins by retiring those. Absent:
   * it brings in.
   */
  readonly phase?: 'contract';
};
/** Gives the new sets of several components every user at once, when all targets are well. */
type SwitchStage = InEnvironment & {
  readonly kind: 'switch';
  /** In the order of their waves. */
  readonly components: readonly string[];
  /** What was replaced stands for at least this long afterwards. */
  readonly keepMs: number;
  /** Who was on an old set stays on it for this long; 0: nobody does. */
  readonly sessionsMs: number;
};
type CanaryStage = InEnvironment & {
  readonly kind: 'canary';
  /** Components with traffic, in the order of their waves. */
  readonly components: readonly string[];
  readonly canary: CanaryPolicy;
  readonly decisionTimeMs: number;
};
type ValidateStage = InEnvironment & {
  readonly kind: 'validate';
  readonly checks: readonly PlannedCheck[];
};
type StabilizeStage = InEnvironment & {
  readonly kind: 'stabilize';
  readonly components: readonly string[];
  readonly stabilize: StabilizePolicy;
};
type ReviewStage = BeforeEnvironments & {
  readonly kind: 'review';
  readonly review: ReviewPolicy;
};
