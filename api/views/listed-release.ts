import { isOwedLate } from '../../domain/deviation/late-decisions.ts';
import { blockersOf } from '../../domain/release/blockers.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { ListedRelease } from '../../records/reads/list-releases.ts';

/** A bypass that was used. People are pseudonymous ids. */
export type BypassView = {
  readonly deviation: string;
  readonly requirement: string;
  readonly askedBy: string;
  readonly grantedBy: string;
  readonly reason: string;
  readonly usedAt: string;
  /** Whether those who were missing have still to decide. */
  readonly awaitsDecisions: boolean;
};

/** What a list says of a release. */
export type ListedReleaseView = {
  readonly release: string;
  readonly state: string;
  readonly stage: string | null;
  readonly teams: readonly string[];
  /** Why it waits, one sentence each. */
  readonly waitingFor: readonly string[];
  /** Approvals that it went on without, with who asked, who granted and why. */
  readonly bypasses: readonly BypassView[];
  readonly createdAt: string;
  readonly updatedAt: string;
} & Pick<
  ReleaseState,
  'title' | 'phase' | 'outcome' | 'releaseClass' | 'services' | 'environments' | 'seq'
>;

export function listedRelease(listed: ListedRelease): ListedReleaseView {
  const { release, displayState, teams, createdAt, updatedAt, state } = listed;
  return {
    release,
    title: state.title,
    state: displayState,
    stage: state.stages.find(({ status }) => status === 'running')?.id ?? null,
    phase: state.phase,
    outcome: state.outcome,
    releaseClass: state.releaseClass,
    services: state.services,
    environments: state.environments,
    teams,
    waitingFor: blockersOf(state).map(({ reason }) => reason),
    bypasses: bypassesOf(state),
    seq: state.seq,
    createdAt,
    updatedAt,
  };
}

function bypassesOf(state: ReleaseState): readonly BypassView[] {
  return state.askedDeviations.flatMap(({ id, scope, used, answer, askedBy, reason }) => {
    if (scope.kind !== 'bypass' || used === null || answer === null) return [];
    const { requirement } = scope;
    return [
      {
        deviation: id,
        requirement,
        askedBy,
        grantedBy: answer.by,
        reason,
        usedAt: used.at,
        awaitsDecisions: isOwedLate(state, id),
      },
    ];
  });
}
