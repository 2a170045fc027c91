import type { RiskAnswer } from './risk-answer.ts';

/** What is read of a stage of a plan, whatever its kind: members of other kinds are absent. */
export type PlannedStageAnswer = {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly environment: string | null;
  readonly accountable: string;
  readonly responsible: readonly string[];
  readonly waves?: readonly (readonly string[])[];
  readonly requirements?: readonly {
    readonly id: string;
    readonly group: string;
    readonly count: number;
    readonly deadlineMs: number;
  }[];
  readonly uat?: {
    readonly group: string;
    readonly count: number;
    readonly cycleMs: number;
    readonly defects?: Readonly<Partial<Record<string, number>>>;
  };
  readonly task?: {
    readonly group: string;
    readonly instructions: string;
    readonly deadlineMs: number;
  };
  readonly gates?: readonly {
    readonly component: string;
    readonly definition: { readonly name: string };
  }[];
  readonly items?: readonly { readonly item: string }[];
  readonly checks?: readonly { readonly name: string }[];
  readonly canary?: { readonly steps: readonly { readonly weightPercent: number }[] };
  readonly stabilize?: { readonly durationMs: number };
  readonly soakMs?: number;
};

export type PlanAnswer = {
  readonly digest: string;
  readonly plan: {
    readonly name: string;
    readonly title: string;
    readonly releaseClass: string;
    readonly accountable: string;
    readonly environments: readonly string[];
    readonly components: readonly {
      readonly name: string;
      readonly version: string;
      readonly wave: number;
      readonly irreversible?: { readonly reason: string };
      readonly lossy?: { readonly tables: readonly string[]; readonly reason: string };
      readonly contracts?: { readonly holds: readonly string[] };
      readonly stays?: { readonly reason: string };
    }[];
    readonly stages: readonly PlannedStageAnswer[];
    readonly assessment?: RiskAnswer;
    readonly rollback: {
      readonly owner: string;
      readonly criteria: readonly string[];
      readonly decisionTimeMs: number;
      readonly restoreTargetMs: number;
    } | null;
  };
  readonly forecast: {
    readonly windows: readonly {
      readonly environment: string;
      readonly open: boolean;
      readonly reason: string;
      readonly nextOpen: string | null;
    }[];
    readonly conflicts: readonly ConflictAnswer[];
    readonly moreConflicts: number;
    readonly slots: readonly {
      readonly environment: string;
      readonly start: string | null;
      readonly end: string | null;
    }[];
  };
};

/** Where a release meets others that have not ended. */
type ConflictAnswer = {
  readonly environment: string;
  readonly reason: string;
  readonly goesFirst: string | null;
  readonly decision: string;
};
