import type { ChangeState, LeaseState, ReleaseState } from '../state.ts';
import { type EventOf, withChanged } from './event-of.ts';

type EnvironmentEvent = EventOf<
  | 'lease.requested'
  | 'lease.granted'
  | 'lease.released'
  | 'lease.recalled'
  | 'lease.yielded'
  | 'environment.rechecked'
  | 'environment.admitted'
  | 'environment.passed'
  | 'announcement.sent'
  | 'message.unsent'
  | 'compensation.registered'
  | 'change.applied'
  | 'traffic.shifted'
  | 'targets.replaced'
  | 'change.settled'
  | 'change.replaced'
  | 'change.withheld'
>;

export function foldEnvironment(
  state: ReleaseState,
  event: EnvironmentEvent,
  at: string,
): ReleaseState {
  switch (event.type) {
    case 'lease.requested':
      return withLease(state, event.environment, () => ({ status: 'requested', fence: null }));
    case 'lease.granted':
      return withLease(state, event.environment, (lease) => ({
        status: 'held',
        fence: event.fence,
        ...(lease?.gaveWay === undefined ? {} : { gaveWay: lease.gaveWay }),
      }));
    case 'lease.recalled':
    case 'lease.yielded':
    case 'environment.rechecked':
      return foldGivingWay(state, event);
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
    // It is for people to read, and stops nothing.
    case 'message.unsent':
    // What a roll has come to is asked of the tool, which cannot be wrong about it.
    case 'targets.replaced':
      return state;
    case 'compensation.registered':
      return withRegistered(state, event);
    case 'change.applied':
      return changeChange(state, event.key, { status: 'applied', from: event.from });
    case 'change.withheld':
      return changeChange(state, event.key, { isWithheld: true });
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

type Terms = Omit<LeaseState, 'environment'>;

function withLease(
  state: ReleaseState,
  environment: string,
  change: (lease: LeaseState | undefined) => Terms,
): ReleaseState {
  const known = state.leases.find((lease) => lease.environment === environment);
  const others = state.leases.filter((lease) => lease !== known);
  return { ...state, leases: [...others, { environment, ...change(known) }] };
}

function foldGivingWay(
  state: ReleaseState,
  event: EventOf<'lease.recalled' | 'lease.yielded' | 'environment.rechecked'>,
): ReleaseState {
  const { environment } = event;
  const isThere = (lease: LeaseState) => lease.environment === environment;
  if (event.type === 'environment.rechecked') {
    return { ...state, leases: withChanged(state.leases, isThere, withoutGivingWay) };
  }
  if (event.type === 'lease.recalled') {
    const recall = (lease: LeaseState) => recalled(lease, event.for);
    return { ...state, leases: withChanged(state.leases, isThere, recall) };
  }
  const { fence, to } = event;
  // What was registered and never begun is registered anew: another release stands there by then.
  const changes = state.changes.filter(
    ({ environment: where, status, isWithheld }) =>
      where !== environment || status !== 'registered' || isWithheld !== true,
  );
  return withLease({ ...state, changes }, environment, () => ({
    status: 'requested',
    fence: null,
    gaveWay: { to, fence },
  }));
}

function withoutGivingWay(lease: LeaseState): LeaseState {
  const { gaveWay: _, ...rest } = lease;
  return rest;
}

function recalled(lease: LeaseState, recalledFor: string | null): LeaseState {
  const { recalledFor: _, ...rest } = lease;
  return recalledFor === null ? rest : { ...rest, recalledFor };
}

function tried(change: ChangeState): ChangeState {
  const { isWithheld: _, ...rest } = change;
  return rest;
}

function withRegistered(
  state: ReleaseState,
  event: EventOf<'compensation.registered'>,
): ReleaseState {
  if (state.changes.some((change) => change.key === event.key)) {
    // Tried again, it may be begun.
    return changeEach(state, event.key, tried);
  }
  const { key, environment, component, what, to, planDigest } = event;
  const { irreversible, holds, stays } = event;
  const registered: ChangeState = {
    key,
    environment,
    component,
    what,
    to,
    ...(planDigest === undefined ? {} : { planDigest }),
    ...(irreversible === undefined ? {} : { irreversible }),
    ...(holds === undefined ? {} : { holds }),
    ...(stays === undefined ? {} : { stays }),
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
  return changeEach(state, key, (known) => ({ ...known, ...change }));
}

function changeEach(
  state: ReleaseState,
  key: string,
  change: (known: ChangeState) => ChangeState,
): ReleaseState {
  return { ...state, changes: withChanged(state.changes, (known) => known.key === key, change) };
}
