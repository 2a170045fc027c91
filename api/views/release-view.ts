import type { SealedPlan } from '../../activities/ports/records.ts';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import { type Blocker, blockersOf } from '../../domain/release/blockers.ts';
import { displayState } from '../../domain/release/describe.ts';
import { type EarliestStart, earliestStart } from '../../domain/release/earliest-start.ts';
import { type MilestoneState, milestonesOf } from '../../domain/release/milestones.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { RevisionState } from '../../domain/revision/revision.ts';
import type { RiskAssessment } from '../../domain/risk/assessment.ts';
import { releaseWorkflowId } from '../../workflows/contract.ts';
import { type DefectView, defectsOf } from './defect-view.ts';
import { type DeviationView, deviationViews } from './deviation-view.ts';

/**
 * What `GET /v1/releases/{release}` says: the recorded state in the words of people, and where to
 * read on.
 */
export type ReleaseView = {
  readonly release: string;
  /** One word for lists: `starting`, `running`, `waiting`, `paused`, `released`… */
  readonly state: string;
  /** Id of the stage that is under way; null between stages and at the end. */
  readonly stage: string | null;
  /** Number of the last recorded fact: what `atLeastSeq` compares with. */
  readonly seq: number;
  readonly at: string | null;
  readonly planDigest: string;
  /** Which revision of the plan it goes by; 1 is the one that it was started with. */
  readonly revision: number;
  readonly revisions: readonly RevisionState[];
  /** Null where nothing said how the release is weighed. */
  readonly assessment: RiskAssessment | null;
  readonly blockers: readonly Blocker[];
  /** What acceptance tests found, and which of it blocks them. */
  readonly defects: readonly DefectView[];
  /** When it could go on at the earliest. */
  readonly earliestStart: EarliestStart;
  /** What people asked to be let off. */
  readonly deviations: readonly DeviationView[];
  /** In the order of their instants. */
  readonly milestones: readonly MilestoneState[];
  readonly links: ReleaseLinks;
} & Pick<
  ReleaseState,
  | 'title'
  | 'releaseClass'
  | 'requestedBy'
  | 'services'
  | 'environments'
  | 'phase'
  | 'paused'
  | 'outcome'
  | 'stages'
  | 'artifacts'
  | 'gates'
  | 'requirements'
  | 'changes'
  | 'rollback'
  | 'incidents'
  | 'obligations'
  | 'liveSince'
>;

export type ReleaseLinks = {
  readonly self: string;
  readonly plan: string;
  readonly conflicts: string;
  readonly events: string;
  readonly progress: string;
  /** The workflow in the Temporal UI; null where no UI is configured. */
  readonly temporal: string | null;
};

/** The view of a release whose workflow has recorded something. */
export function releaseView(
  { release, plan, planDigest }: Pick<SealedPlan, 'release' | 'plan' | 'planDigest'>,
  state: ReleaseState,
  calendar: { readonly calendar: Calendar; readonly now: string },
  temporalUi: string | null,
): ReleaseView {
  return {
    release,
    state: state.seq === 0 ? 'starting' : displayState(state),
    stage: state.stages.find(({ status }) => status === 'running')?.id ?? null,
    seq: state.seq,
    at: state.at,
    planDigest,
    revision: (state.revisions?.length ?? 0) + 1,
    revisions: state.revisions ?? [],
    title: state.title,
    releaseClass: state.releaseClass,
    assessment: plan.assessment ?? null,
    requestedBy: state.requestedBy,
    services: state.services,
    environments: state.environments,
    phase: state.phase,
    paused: state.paused,
    outcome: state.outcome,
    blockers: blockersOf(state),
    earliestStart: earliestStart({ plan, state: state.seq === 0 ? null : state, ...calendar }),
    stages: state.stages,
    artifacts: state.artifacts,
    gates: state.gates,
    deviations: deviationViews(state.askedDeviations, calendar.now),
    milestones: milestonesOf(plan.schedule, state, calendar.now),
    requirements: state.requirements,
    defects: defectsOf(state),
    changes: state.changes,
    rollback: state.rollback,
    incidents: state.incidents,
    obligations: state.obligations,
    liveSince: state.liveSince,
    links: linksOf(release, temporalUi),
  };
}

export function linksOf(release: string, temporalUi: string | null): ReleaseLinks {
  const self = `/v1/releases/${release}`;
  return {
    self,
    plan: `${self}/plan`,
    conflicts: `${self}/conflicts`,
    events: `${self}/events`,
    progress: `${self}/progress`,
    temporal: temporalUi === null ? null : `${temporalUi}/${releaseWorkflowId(release)}`,
  };
}
