import type { ChangeState, ReleaseState } from '../state.ts';
import { type EventOf, withChanged } from './event-of.ts';

type EnvironmentEvent = EventOf<
  | 'lease.requested'
  | 'lease.granted'
  | 'lease.released'
  | 'environment.admitted'
  | 'environment.passed'
  | 'announcement.sent'
  | 'compensation.registered'
  | 'change.applied'
  | 'traffic.shifted'
  | 'change.settled'
  | 'change.replaced'
>;

export function foldEnvironment(
  state: ReleaseState,
  event: EnvironmentEvent,
  at: string,
): ReleaseState {
  switch (event.type) {
    case 'lease.requested':
      return withLease(state, event.environment, { status: 'requested', fence: null });
    case 'lease.granted':
      return withLease(state, event.environment, { status: 'held', fence: event.fence });
    case 'lease.released':
      return {
        ...state,
        leases: state.leases.filter((lease) => lease.environment !== event.environment),
      };
    case 'environment.admitted': {
      const passage = { environment: event.environment, manifestDigest: event.manifestDigest, at };
      return { ...state, admitted: [...state.admitted, passage] };
    }
    case 'environment.passed': {
      const passage = { environment: event.environment, manifestDigest: event.manifestDigest, at };
      // What an environment has passed stays there: from now on only a new release changes it.
      const changes = withChanged(
        state.changes,
        (change) => change.environment === event.environment && change.status !== 'replaced',
        (change): ChangeState => ({ ...change, status: 'kept' }),
      );
      return { ...state, passed: [...state.passed, passage], changes };
    }
    case 'announcement.sent': {
      const sent = { stage: event.stage, reference: event.reference };
      return { ...state, announcements: [...state.announcements, sent] };
    }
    case 'compensation.registered':
      return withRegistered(state, event);
    case 'change.applied':
      return changeChange(state, event.key, { status: 'applied', from: event.from });
    case 'traffic.shifted': {
      const { type: _, ...share } = event;
      const others = state.shares.filter(
        (known) => known.environment !== share.environment || known.component !== share.component,
      );
      return { ...state, shares: [...others, share] };
    }
    case 'change.settled':
      return changeChange(state, event.key, { status: 'settled' });
    case 'change.replaced':
      return changeChange(state, event.key, { status: 'replaced', restored: event.restored });
  }
}

function withLease(
  state: ReleaseState,
  environment: string,
  lease: { status: 'requested' | 'held'; fence: number | null },
): ReleaseState {
  const others = state.leases.filter((known) => known.environment !== environment);
  return { ...state, leases: [...others, { environment, ...lease }] };
}

function withRegistered(
  state: ReleaseState,
  event: EventOf<'compensation.registered'>,
): ReleaseState {
  if (state.changes.some((change) => change.key === event.key)) return state;
  const { key, environment, component, what, to, planDigest } = event;
  const registered: ChangeState = {
    key,
    environment,
    component,
    what,
    to,
    ...(planDigest === undefined ? {} : { planDigest }),
    from: null,
    restored: null,
    status: 'registered',
    failure: null,
  };
  return { ...state, changes: [...state.changes, registered] };
}

function changeChange(
  state: ReleaseState,
  key: string,
  change: Partial<ChangeState>,
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
