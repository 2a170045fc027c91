import type { ReleaseClass } from '../plan/spec.ts';
import type { StageKind } from '../plan/stage.ts';
import type { VersionRef } from '../release/terms.ts';
import type { RevisionState } from './revision.ts';

/** What facts say of a stage of a plan. */
export type StageOfPlan = {
  readonly id: string;
  readonly kind: StageKind;
  readonly environment: string | null;
};

export type RevisionEvents =
  | ({
      /** From here on the release goes by another plan. */
      readonly type: 'plan.revised';
      readonly title: string;
      readonly releaseClass: ReleaseClass;
      readonly services: readonly string[];
      readonly environments: readonly string[];
      /** All of the new plan, in its order. */
      readonly stages: readonly StageOfPlan[];
    } & Omit<RevisionState, 'at'>)
  | {
      /** Taken back, because the plan was revised and brings something else. */
      readonly type: 'change.replaced';
      readonly key: string;
      readonly restored: VersionRef | null;
    };
