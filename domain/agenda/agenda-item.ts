import { askedGroups } from '../approval/asked-groups.ts';
import { isAskedNow, lateBypassOf } from '../deviation/late-decisions.ts';
import type { ReleasePlan } from '../plan/plan.ts';
import type { ReleaseClass, RollbackSpec } from '../plan/spec.ts';
import type { Conflict } from '../portfolio/find-conflicts.ts';
import { standingOf } from '../release/standing.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import type { RiskAssessment } from '../risk/assessment.ts';
import { type ReviewedEvidence, reviewedEvidence } from './reviewed-evidence.ts';

/** What a board needs to know to decide one requirement. */
export type AgendaItem = {
  readonly release: string;
  readonly title: string;
  /** Why, in the words of the release; empty where it says nothing. */
  readonly why: string;
  readonly releaseClass: ReleaseClass;
  readonly environment: string;
  readonly requirement: string;
  readonly subjectDigest: string;
  readonly deadline: string;
  /** Why it went on with people missing, who decide now; null where it waits for them. */
  readonly bypassedBecause: string | null;
  readonly count: number;
  /** How many more people are needed. */
  readonly missing: number;
  /** `digest` is null while nothing was packed. */
  readonly components: readonly {
    readonly component: string;
    readonly version: string;
    readonly digest: string | null;
  }[];
  /** Null where nothing says how releases are weighed. */
  readonly risk: RiskAssessment | null;
  /** The latest verdict of each gate, and who has approved upon it already. */
  readonly evidence: readonly ReviewedEvidence[];
  readonly window: AgendaWindow;
  /** Null where the release names no way back. */
  readonly wayBack: RollbackSpec | null;
  /** Where it would meet other releases in this environment, the first of them. */
  readonly conflicts: readonly Conflict[];
  /** How many more there are, in whatever environment. */
  readonly moreConflicts: number;
};

/** What the calendar says of the environment now. */
export type AgendaWindow = {
  readonly open: boolean;
  readonly reason: string;
  readonly nextOpen: string | null;
};

/** A release whose questions may stand on the agenda. */
export type AgendaRelease = {
  readonly release: string;
  readonly plan: ReleasePlan;
  readonly state: ReleaseState;
  /** By environment. */
  readonly windowOf: (environment: string) => AgendaWindow;
  /** Of the whole release, the first of them. */
  readonly conflicts: readonly Conflict[];
  readonly moreConflicts: number;
};

/** What a group has to decide yet, the nearest deadline first: where more people are needed. */
export function agendaOf(group: string, releases: readonly AgendaRelease[]): readonly AgendaItem[] {
  return releases
    .flatMap((release) =>
      release.state.requirements
        .filter((requirement) => requirement.kind === 'approval')
        .filter((requirement) => isAskedNow(release.state, requirement))
        .filter((requirement) => askedGroups(requirement).includes(group))
        .map((requirement) => itemOf(release, requirement))
        .filter(({ missing }) => missing > 0),
    )
    .toSorted((left, right) => (rankOf(left) < rankOf(right) ? -1 : 1));
}

function rankOf({ deadline, release, requirement }: AgendaItem): string {
  return `${deadline} ${release} ${requirement}`;
}

function itemOf(
  { release, plan, state, windowOf, conflicts, moreConflicts }: AgendaRelease,
  requirement: RequirementState,
): AgendaItem {
  const { id, stage, kind, environment, subjectDigest, deadline, count } = requirement;
  const late = lateBypassOf(state, requirement);
  return {
    release,
    title: plan.title,
    why: plan.description,
    releaseClass: plan.releaseClass,
    environment,
    requirement: id,
    subjectDigest,
    deadline: late?.owed.due ?? deadline,
    bypassedBecause: late?.bypass.reason ?? null,
    count,
    missing: standingOf(state, { stage, kind }).get(id)?.missing ?? count,
    components: plan.components.map(({ name, version }) => ({
      component: name,
      version,
      digest: state.artifacts.find(({ component }) => component === name)?.digest ?? null,
    })),
    risk: plan.assessment ?? null,
    evidence: reviewedEvidence(state),
    window: windowAs(windowOf(environment)),
    wayBack: plan.rollback,
    conflicts: conflicts.filter((conflict) => conflict.environment === environment),
    moreConflicts,
  };
}

/** Only what the agenda shows of an answer of the calendar. */
function windowAs({ open, reason, nextOpen }: AgendaWindow): AgendaWindow {
  return { open, reason, nextOpen };
}
