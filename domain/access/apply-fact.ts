import type { Receipt } from '../approval/statement.ts';
import type { AccessFact, SaidEvent } from './event.ts';
import type { AccessState, Voice } from './state.ts';

/**
 * The state after a fact. The same fold builds it in the workflow, in the records and in an audit.
 * Throws where facts do not begin with what was asked.
 */
export function applyAccessFact(
  access: string,
  before: AccessState | null,
  fact: AccessFact,
): AccessState {
  const { seq, at, event } = fact;
  if (before === null) return begin(access, fact);
  const state = { ...before, seq, at, receipts: receiptsAfter(before.receipts, fact) };
  switch (event.type) {
    case 'access.asked':
      throw new Error(`${access} was asked for twice.`);
    case 'access.granted': {
      const { revokeWithinMs, confirmEveryMs } = event;
      const confirmBy = nextConfirmation(state, at, confirmEveryMs);
      const decided = voiceOf(event, at);
      return { ...state, phase: 'granted', decided, revokeWithinMs, confirmEveryMs, confirmBy };
    }
    case 'access.refused':
      return { ...state, phase: 'refused', decided: voiceOf(event, at) };
    case 'access.withdrawn':
      return { ...state, phase: 'withdrawn' };
    case 'access.expired':
      return { ...state, phase: 'expired' };
    case 'access.provided':
      return { ...state, phase: 'standing' };
    case 'access.credentials-taken':
      return { ...state, credentials: voiceOf(event, at) };
    case 'access.confirmed': {
      const confirmBy = nextConfirmation(state, at, state.confirmEveryMs);
      return { ...state, confirmBy, confirmedBy: [...state.confirmedBy, voiceOf(event, at)] };
    }
    case 'access.revocation-asked':
      return { ...state, phase: 'ending', ending: { why: 'asked', at, by: event.by } };
    case 'access.ending':
      return { ...state, phase: 'ending', ending: { why: event.why, at, by: null } };
    case 'access.overdue':
      return { ...state, overdueSince: at };
    case 'access.revoked':
      return { ...state, phase: 'revoked', revokedAt: at };
    case 'access.statement-refused':
      return state;
  }
}

function begin(access: string, fact: AccessFact): AccessState {
  const { seq, at, event } = fact;
  if (event.type !== 'access.asked') throw new Error(`${access} begins with ${event.type}.`);
  const { request, decideBy } = event;
  return {
    access,
    seq,
    at,
    phase: 'asked',
    request,
    asked: voiceOf(event, at),
    decideBy,
    decided: null,
    revokeWithinMs: 0,
    confirmEveryMs: null,
    confirmBy: null,
    confirmedBy: [],
    credentials: null,
    ending: null,
    overdueSince: null,
    revokedAt: null,
    receipts: receiptsAfter([], fact),
  };
}

/** Null where it ends by itself before anybody would have to confirm it again. */
function nextConfirmation(
  { request }: Pick<AccessState, 'request'>,
  at: string,
  everyMs: number | null,
): string | null {
  if (everyMs === null) return null;
  const next = Date.parse(at) + everyMs;
  return next < Date.parse(request.until) ? new Date(next).toISOString() : null;
}

function voiceOf({ by, statement }: SaidEvent, at: string): Voice {
  return { by, at, statement };
}

const accepted: Readonly<Record<SaidEvent['type'], string>> = {
  'access.asked': 'It was asked for; somebody else decides.',
  'access.granted': 'It is granted; the tool is being told.',
  'access.refused': 'It is refused.',
  'access.withdrawn': 'It is asked for no more.',
  'access.credentials-taken': 'The tool takes the password now.',
  'access.confirmed': 'It is confirmed.',
  'access.revocation-asked': 'It is being taken away.',
};

/** An id has one receipt for ever: what comes later under it is not asked again. */
function receiptsAfter(before: readonly Receipt[], { seq, event }: AccessFact): readonly Receipt[] {
  if (!('id' in event) || event.id === null) return before;
  const { id } = event;
  if (before.some((receipt) => receipt.id === id)) return before;
  const receipt: Receipt =
    event.type === 'access.statement-refused'
      ? { id, outcome: 'refused', code: event.code, reason: event.reason, seq }
      : { id, outcome: 'accepted', code: null, reason: accepted[event.type], seq };
  return [...before, receipt];
}
