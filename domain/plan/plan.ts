import type { GrantedLowering } from '../deviation/lowering.ts';
import type { DutySet } from '../duties/duty-set.ts';
import type { Notice } from '../message/message.ts';
import type { Contraction, Irreversible, Lossy } from '../migration/migration.ts';
import type { RiskAssessment } from '../risk/assessment.ts';
import type { Service } from './catalog.ts';
import type { DeviationPolicy } from './policy.ts';
import type { ReleaseClass, RollbackSpec, ScheduleSpec } from './spec.ts';
import type { Stage } from './stage.ts';

/**
 * The compiled, immutable description of everything that will happen. Its digest is the sha-256 of
 * its RFC 8785 canonical JSON, so it holds only content and constraints: no forecast, no clock, and
 * of people's decisions only the one without which it would not be a plan (`lowering`).
 */
export type ReleasePlan = {
  readonly format: 'tidegate/plan/v1';
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly releaseClass: ReleaseClass;
  readonly accountable: string;
  readonly components: readonly PlannedComponent[];
  /** In promotion order. The last one is where users are. */
  readonly environments: readonly string[];
  /** Where environments stand, by their names. Absent where the catalog says of none. */
  readonly regions?: Readonly<Record<string, string>>;
  readonly stages: readonly Stage[];
  readonly rollback: RollbackSpec | null;
  /** Who lets it off what it is held to. Absent: nobody. */
  readonly deviations?: DeviationPolicy;
  /** Id of a stage: once it has succeeded, the scope is frozen. Absent: no stage freezes it. */
  readonly scopeFrozenAfter?: string;
  /** Absent where the release says nothing of it. */
  readonly schedule?: ScheduleSpec;
  /** Who hears of what becomes of it. Absent: nobody but those whom it is for. */
  readonly notices?: readonly Notice[];
  /** Absent where nothing says how releases are weighed. */
  readonly assessment?: RiskAssessment;
  /** By what it has less rigor than its risk asks for. Absent: it has as much. */
  readonly lowering?: GrantedLowering;
  /** Digests of the applied files that the plan was compiled from. */
  readonly compiledFrom: {
    readonly catalog: string;
    readonly policy: string;
    /** Absent where no duties are applied. */
    readonly duties?: string;
  };
  /** The duties as they were applied then. Absent where none were. */
  readonly duties?: DutySet;
};

/** One service at one version, with a copy of everything that the catalog said of it. */
export type PlannedComponent = {
  readonly name: string;
  readonly version: string;
  readonly tag: string;
  /** Place in the order of deployment, from 0: it deploys after every wave before it. */
  readonly wave: number;
  /** What it changes cannot come back. Absent: it can. */
  readonly irreversible?: Irreversible;
  /** What rows its way back does not bring back. Absent: it brings back all. */
  readonly lossy?: Lossy;
  /** It contracts, in a stage of its own, and for whom. Absent: it does not. */
  readonly contracts?: Contraction;
  /** Why a rollback leaves it though it has a way back. Absent: none does. */
  readonly stays?: Irreversible;
  readonly service: Service;
};

/**
 * What the story of a release needs of its plan. What only tools need stays with the sealed plan.
 */
export type PlanOutline = Omit<ReleasePlan, 'components' | 'assessment' | 'duties' | 'notices'> & {
  /** Without their words. */
  readonly notices?: readonly Omit<Notice, 'templates'>[];
  readonly components: readonly Pick<
    PlannedComponent,
    'name' | 'version' | 'irreversible' | 'contracts' | 'stays'
  >[];
  /** Absent in a whole plan, and in outlines from before there were revisions. */
  readonly prints?: PlanPrints;
};

/**
 * Digests of the parts of a plan that a revision may change or leave. The story of a release holds
 * them in place of the parts, which would fill its history.
 */
export type PlanPrints = {
  /** What is built, packed and judged, by component. */
  readonly components: Readonly<Record<string, string>>;
  /** What is brought into an environment, and how it is configured there. */
  readonly contents: Readonly<Record<string, string>>;
  /** All that a decision about an environment is about, but for the question itself. */
  readonly parts: Readonly<Record<string, string>>;
};

/**
 * The component of that name. Throws when the plan has none: stages only name components of their
 * own plan.
 */
export function componentOf<Component extends { readonly name: string }>(
  plan: { readonly name: string; readonly components: readonly Component[] },
  name: string,
): Component {
  const component = plan.components.find((candidate) => candidate.name === name);
  if (component === undefined) {
    throw new Error(`The plan of ${plan.name} has no component ${name}.`);
  }
  return component;
}

/** The stage of that id, or undefined. */
export function stageOf(plan: Pick<ReleasePlan, 'stages'>, id: string): Stage | undefined {
  return plan.stages.find((stage) => stage.id === id);
}
