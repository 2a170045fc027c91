import type { ObligationState, ReleaseState } from '../state.ts';
import { type EventOf, withChanged } from './event-of.ts';

type EndEvent = EventOf<
  | 'release.paused'
  | 'release.resumed'
  | 'release.live'
  | 'obligation.opened'
  | 'obligation.reminded'
  | 'obligation.escalated'
  | 'obligation.met'
  | 'obligation.waived'
  | 'release.closed'
>;

export function foldEnd(state: ReleaseState, event: EndEvent, at: string): ReleaseState {
  switch (event.type) {
    case 'release.paused':
      return { ...state, paused: true };
    case 'release.resumed':
      return { ...state, paused: false };
    case 'release.live':
      return { ...state, liveSince: at };
    case 'obligation.opened': {
      const { type: _, obligation: id, ...rest } = event;
      const opened = { ...rest, id, openedAt: at, metAt: null, waived: null, escalatedTo: null };
      return { ...state, obligations: [...state.obligations, opened] };
    }
    case 'obligation.reminded':
      return state;
    case 'obligation.escalated':
      return changeObligation(state, event.obligation, { escalatedTo: event.to });
    case 'obligation.met':
      return changeObligation(state, event.obligation, { metAt: at });
    case 'obligation.waived':
      return changeObligation(state, event.obligation, { waived: { by: event.by, at } });
    case 'release.closed':
      return { ...state, phase: 'closed', outcome: event.outcome, waits: [] };
    default:
      return refuseUnknown(event);
  }
}

/**
 * Events that a newer version has written are not skipped: the state would be wrong without a word.
 */
function refuseUnknown(event: never): never {
  const { type } = event as { readonly type: unknown };
  throw new Error(`No fold knows the event ${String(type)}: it was written by another version.`);
}

function changeObligation(
  state: ReleaseState,
  id: string,
  change: Partial<ObligationState>,
): ReleaseState {
  return {
    ...state,
    obligations: withChanged(
      state.obligations,
      (obligation) => obligation.id === id,
      (obligation) => ({ ...obligation, ...change }),
    ),
  };
}
