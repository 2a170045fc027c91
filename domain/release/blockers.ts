import type { ReleaseState } from './state.ts';

/** One answer to "why is it waiting": what holds the release, who can clear it, and until when. */
export type Blocker = {
  readonly id: string;
  readonly kind: ReleaseState['waits'][number]['kind'] | 'paused' | 'report';
  readonly stage: string | null;
  readonly reason: string;
  readonly clearedBy: readonly string[];
  readonly remedy: string;
  readonly since: string | null;
  /** Null: no known end. */
  readonly until: string | null;
  readonly then: string | null;
};

/** Everything that a release waits for now. Empty while it works, and after it has closed. */
export function blockersOf(state: ReleaseState): readonly Blocker[] {
  if (state.phase === 'closed') return [];
  return state.paused ? [pausedBlocker(state), ...state.waits] : state.waits;
}

function pausedBlocker(state: ReleaseState): Blocker {
  return {
    id: 'paused',
    kind: 'paused',
    stage: state.stages.find((stage) => stage.status === 'running')?.id ?? null,
    reason: 'Someone paused the release.',
    clearedBy: ['whoever may send commands'],
    remedy: 'Send the command resume.',
    since: state.at,
    until: null,
    then: null,
  };
}
