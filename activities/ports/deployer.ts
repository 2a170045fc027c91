import type { Deployed, Observed, Place } from '../../domain/deployment/deployment.ts';
import type { Roll } from '../../domain/deployment/roll.ts';
import type { MigrationLimits } from '../../domain/migration/migration.ts';
import type { PartProgress } from '../../domain/progress/part.ts';

/** Something to bring into a place, and what a tool needs to know to do it once. */
export type DeploymentOrder = Place & {
  /**
   * Idempotency key: release, stage, component, intent and the attempt of the person, never of the
   * retry. The same key with the same content is one deployment, however often it is ordered.
   */
  readonly key: string;
  /**
   * Fencing number of the lease on the environment. A tool refuses a number lower than one it has
   * seen.
   */
  readonly fence: number;
  readonly artifact: {
    readonly digest: string;
    readonly version: string;
    /**
     * A local file whose bytes were just verified against `digest`; null for components that have
     * no artifact.
     */
    readonly path: string | null;
  };
  /**
   * The component's settings for this environment, as the sealed plan has them. Their shape belongs
   * to the tool.
   */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What its migrations are held to. Absent: it has none, or nobody holds them to anything. */
  readonly migrations?: MigrationLimits;
};

/** What would change, for people to read before anything is touched. */
export type Preview = {
  readonly from: Deployed | null;
  readonly to: { readonly digest: string; readonly version: string };
  readonly changes: boolean;
  readonly summary: string;
};

/** What an `apply` made true. `previous` is what served before the first attempt under this key. */
export type Applied = {
  readonly previous: Deployed | null;
  /** What was ordered, as it stands. It serves already when the tool's `besides` is false. */
  readonly candidate: Deployed;
  /**
   * False when the tool found the work already done under this key, or the same digest already
   * serving.
   */
  readonly changed: boolean;
};

/** What an `undo` found and left. */
export type Undone = {
  readonly current: Deployed | null;
  readonly changed: boolean;
};

/**
 * Lets a long step show that it lives, and hear that it shall stop. A stopped step rejects with
 * kind `retry`.
 */
export type StepContext = {
  readonly heartbeat: (progress: string) => void;
  readonly signal: AbortSignal;
  /** Says how far it is with one place, for those who watch. Absent where nobody does. */
  readonly tell?: (said: TargetProgress) => void;
};

/** How far a tool has come with the component, or with one of the places that it goes to. */
export type TargetProgress = Pick<PartProgress, 'target' | 'step' | 'share' | 'log'> &
  Partial<Pick<PartProgress, 'counters'>>;

/**
 * Replaces some targets of a component and leaves the others, in their places: what runs at a
 * target is stopped before what takes its place starts. Keys, fences and errors are those of the
 * deployer; its `settle` and `undo` end a roll and take back what is left of it.
 */
export type TargetReplacer = {
  /**
   * What runs at each target now. Never changes anything. Null where there is nothing to roll: the
   * place is empty, what is ordered serves already, or the key was not begun as a roll. There
   * `apply` does it.
   */
  look(order: DeploymentOrder, context: StepContext): Promise<Roll | null>;
  /**
   * Makes what is ordered run at these targets. Resolves only when each of them, and each that was
   * replaced before, is well and reports the ordered digest.
   */
  replace(order: DeploymentOrder, ordinals: readonly number[], context: StepContext): Promise<Roll>;
  /** Makes what ran before run at these targets again, and lets the others be. */
  restore(order: DeploymentOrder, ordinals: readonly number[], context: StepContext): Promise<Roll>;
};

/**
 * A tool that brings components into environments. Every method asks the tool what is already true
 * under the key before it acts and confirms afterwards, so lost answers and repeated calls change
 * nothing. Errors: `StepFailure` (see `failures.ts`) with kind `retry`, `terminal` or
 * `needs-person`.
 */
export type Deployer = {
  /** The name by which catalog files choose this tool. */
  readonly tool: string;
  /** Whether a candidate stands beside what serves (true), or replaces it at once (false). */
  readonly besides: boolean;
  /** Absent where the tool cannot replace one target without the others. */
  readonly targets?: TargetReplacer;
  /**
   * Refuses settings that this tool cannot work with: one sentence a problem, empty when all is
   * well.
   */
  checkSettings(settings: Readonly<Record<string, unknown>>): readonly string[];
  /** What is there now. Never changes anything. */
  observe(
    place: Place,
    settings: DeploymentOrder['settings'],
    context: StepContext,
  ): Promise<Observed>;
  /** What `apply` would change. Never changes anything. */
  preview(order: DeploymentOrder, context: StepContext): Promise<Preview>;
  /**
   * Makes the candidate stand and answer its health check. Resolves only when every instance
   * reports the ordered digest.
   */
  apply(order: DeploymentOrder, context: StepContext): Promise<Applied>;
  /**
   * Makes the candidate the current one and retires what served before. Called when users are on it
   * and it has proved itself.
   */
  settle(order: DeploymentOrder, context: StepContext): Promise<Observed>;
  /**
   * Makes what `undo` goes back to stand and answer again, beside what serves, where `settle` had
   * retired it, so that traffic can move before anything is stopped. Returns it, or null when there
   * was nothing before. Optional to call: `undo` does the same by itself, but then users meet a
   * gap.
   */
  prepareUndo(order: DeploymentOrder, context: StepContext): Promise<Deployed | null>;
  /**
   * Takes back what `apply` (and `settle`) did under this key and only that: what was `previous`
   * serves again. When something else has been deployed there since, it stops with a `needs-person`
   * error that shows the difference. The key is spent afterwards: a late `apply` under it is
   * refused, even where nothing was applied yet.
   */
  undo(order: DeploymentOrder, context: StepContext): Promise<Undone>;
};
