import type { ReleaseState } from '../state.ts';
import { spendOverrides } from './deviation.ts';
import { type EventOf, withChanged } from './event-of.ts';

type StageEvent = EventOf<
  'stage.started' | 'stage.succeeded' | 'stage.failed' | 'wait.began' | 'wait.ended'
>;

export function foldStage(state: ReleaseState, event: StageEvent, at: string): ReleaseState {
  switch (event.type) {
    case 'wait.began': {
      const others = state.waits.filter((wait) => wait.id !== event.wait.id);
      return { ...state, waits: [...others, { ...event.wait, since: at }] };
    }
    case 'wait.ended':
      return { ...state, waits: state.waits.filter((wait) => wait.id !== event.wait) };
    case 'stage.started':
      return changeStage(withoutShare(state, event.stage), event.stage, {
        status: 'running',
        attempt: event.attempt,
        startedAt: at,
        endedAt: null,
        summary: null,
        failure: null,
      });
    case 'stage.succeeded':
      return changeStage(state, event.stage, {
        status: 'succeeded',
        endedAt: at,
        summary: event.summary,
      });
    case 'stage.failed':
      return changeStage(spendOverrides(state, event.stage, at), event.stage, {
        status: 'failed',
        endedAt: at,
        failure: event.failure,
      });
  }
}

/** A canary that begins anew begins with its first step, and a switch looks at targets again. */
function withoutShare(state: ReleaseState, id: string): ReleaseState {
  const moving = state.stages.find(
    (stage) => stage.id === id && (stage.kind === 'canary' || stage.kind === 'switch'),
  );
  if (moving === undefined) return state;
  const shares = state.shares.filter(({ environment }) => environment !== moving.environment);
  return { ...state, shares };
}

function changeStage(
  state: ReleaseState,
  id: string,
  change: Partial<ReleaseState['stages'][number]>,
): ReleaseState {
  const stages = withChanged(
    state.stages,
    (stage) => stage.id === id,
    (stage) => ({ ...stage, ...change }),
  );
  const reviewing = stages.find((stage) => stage.id === id)?.kind === 'review';
  const phase = reviewing && change.status === 'running' ? 'reviewing' : state.phase;
  // What a stage waited for is over with the stage.
  const waits = state.waits.filter((wait) => wait.stage !== id);
  return { ...state, stages, phase, waits };
}
