import { blockersOf } from '../../domain/release/blockers.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { ListedRelease } from '../../records/reads/list-releases.ts';

/** What a list says of a release. */
export type ListedReleaseView = {
  readonly release: string;
  readonly state: string;
  readonly stage: string | null;
  readonly teams: readonly string[];
  /** Why it waits, one sentence each. */
  readonly waitingFor: readonly string[];
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
    seq: state.seq,
    createdAt,
    updatedAt,
  };
}
