import type { ChangeState, ReleaseState } from '../state.ts';
import { type EventOf, withChanged } from './event-of.ts';

type RollbackEvent = EventOf<
  | 'rollback.started'
  | 'compensation.done'
  | 'compensation.failed'
  | 'compensation.skipped'
  | 'rollback.finished'
>;

export function foldRollback(state: ReleaseState, event: RollbackEvent, at: string): ReleaseState {
  switch (event.type) {
    case 'rollback.started': {
      const { reason, by, stage, thenOutcome } = event;
      return {
        ...state,
        phase: 'rolling-back',
        paused: false,
        waits: [],
        rollback: { reason, by, stage, thenOutcome, startedAt: at, finishedAt: null },
        stages: withChanged(
          state.stages,
          (known) => known.status === 'running',
          (known) => ({ ...known, status: 'abandoned', endedAt: at }),
        ),
        requirements: withChanged(
          state.requirements,
          (requirement) => requirement.outcome === 'pending',
          (requirement) => ({ ...requirement, outcome: 'withdrawn' }),
        ),
        deviations: [...state.deviations, `Rolled back: ${reason}`],
      };
    }
    case 'compensation.done':
      return changeStatus(state, event.key, { status: 'undone', failure: null });
    case 'compensation.failed':
      return changeStatus(state, event.key, { status: 'undo-failed', failure: event.failure });
    case 'compensation.skipped':
      return {
        ...changeStatus(state, event.key, { status: 'undo-skipped' }),
        deviations: [...state.deviations, `The undoing of ${event.key} was skipped.`],
      };
    case 'rollback.finished':
      if (state.rollback === null) return state;
      return { ...state, rollback: { ...state.rollback, finishedAt: at } };
  }
}

function changeStatus(
  state: ReleaseState,
  key: string,
  change: Pick<ChangeState, 'status'> & Partial<ChangeState>,
): ReleaseState {
  return {
    ...state,
    changes: withChanged(
      state.changes,
      (known) => known.key === key,
      (known) => ({ ...known, ...change }),
    ),
  };
}
