import type { IncidentState } from '../../rollback/incident.ts';
import type { RollbackState } from '../../rollback/rollback-state.ts';
import type { ChangeState, ReleaseState } from '../state.ts';
import { type EventOf, withChanged } from './event-of.ts';

type RollbackEvent = EventOf<
  | 'rollback.started'
  | 'forensics.captured'
  | 'compensation.done'
  | 'compensation.failed'
  | 'compensation.skipped'
  | 'compensation.kept'
  | 'rollback.taken-over'
  | 'rollback.validated'
  | 'rollback.finished'
  | 'incident.opened'
  | 'incident.resolved'
>;

export function foldRollback(state: ReleaseState, event: RollbackEvent, at: string): ReleaseState {
  switch (event.type) {
    case 'rollback.started':
      return start(state, event, at);
    case 'forensics.captured': {
      const { type: _, ...captured } = event;
      return withRollback(state, ({ forensics }) => ({
        forensics: [...forensics, { ...captured, capturedAt: at }],
      }));
    }
    case 'compensation.done':
      return changeStatus(state, event.key, {
        status: 'undone',
        failure: null,
        restored: event.restored,
      });
    case 'compensation.failed':
      return changeStatus(state, event.key, { status: 'undo-failed', failure: event.failure });
    case 'compensation.skipped':
      return {
        ...changeStatus(state, event.key, { status: 'undo-skipped' }),
        deviations: [...state.deviations, `The undoing of ${event.key} was skipped.`],
      };
    case 'compensation.kept':
      return {
        ...changeStatus(state, event.key, { status: 'kept', keptBecause: event.reason }),
        deviations: [...state.deviations, `${event.key} stays: ${event.reason}`],
      };
    case 'rollback.taken-over': {
      const deviation = 'A person took the rollback over.';
      const deviations = [...state.deviations, deviation];
      return withRollback({ ...state, deviations }, () => ({ takenOverBy: event.by }));
    }
    case 'rollback.validated': {
      const { type: _, ...validated } = event;
      return withRollback(state, ({ validations }) => ({
        validations: [
          ...validations.filter(({ environment }) => environment !== event.environment),
          { ...validated, at },
        ],
      }));
    }
    case 'rollback.finished':
      return withRollback(state, () => ({ finishedAt: at }));
    case 'incident.opened':
      return withIncident(state, event, at);
    case 'incident.resolved':
      return {
        ...state,
        incidents: withChanged(
          state.incidents,
          ({ id }) => id === event.incident,
          (incident) => ({ ...incident, resolvedAt: at, how: event.how }),
        ),
      };
  }
}

function start(state: ReleaseState, event: EventOf<'rollback.started'>, at: string): ReleaseState {
  const { type: _, ...started } = event;
  return {
    ...state,
    phase: 'rolling-back',
    paused: false,
    waits: [],
    rollback: {
      ...started,
      startedAt: at,
      finishedAt: null,
      forensics: [],
      takenOverBy: null,
      validations: [],
    },
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
    deviations: [...state.deviations, `Rolled back: ${event.reason}`],
  };
}

function withRollback(
  state: ReleaseState,
  change: (rollback: RollbackState) => Partial<RollbackState>,
): ReleaseState {
  const { rollback } = state;
  if (rollback === null) return state;
  return { ...state, rollback: { ...rollback, ...change(rollback) } };
}

/** An incident that comes again is open again; it was opened when it came first. */
function withIncident(
  state: ReleaseState,
  event: EventOf<'incident.opened'>,
  at: string,
): ReleaseState {
  const { incident: id, kind, environment, title } = event;
  const known = state.incidents.find((incident) => incident.id === id);
  const opened: IncidentState = {
    id,
    kind,
    environment,
    title,
    openedAt: known?.openedAt ?? at,
    resolvedAt: null,
    how: null,
  };
  const others = state.incidents.filter((incident) => incident.id !== id);
  // A breach is the reason of the rollback, which stands on the agenda already.
  const isNew = known === undefined && kind !== 'breach';
  const deviations = isNew ? [...state.deviations, `Incident: ${title}`] : state.deviations;
  return { ...state, deviations, incidents: [...others, opened] };
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
