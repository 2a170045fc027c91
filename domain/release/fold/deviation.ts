import { nameOfScope } from '../../deviation/deviation.ts';
import type { ReleaseState } from '../state.ts';
import { type EventOf, withChanged } from './event-of.ts';

type DeviationEvent = EventOf<'deviation.asked' | 'deviation.answered' | 'deviation.used'>;

export function foldDeviation(
  state: ReleaseState,
  event: DeviationEvent,
  at: string,
): ReleaseState {
  switch (event.type) {
    case 'deviation.asked': {
      const { type: _, deviation: id, by: askedBy, ...rest } = event;
      // What was used once must not begin anew.
      if (state.askedDeviations.some((known) => known.id === id)) return state;
      const nothing = { answer: null, used: null, spentAt: null };
      const asked = { ...rest, id, askedBy, askedAt: at, ...nothing };
      return { ...state, askedDeviations: [...state.askedDeviations, asked] };
    }
    case 'deviation.answered': {
      const { verdict, by, statement } = event;
      const askedDeviations = withChanged(
        state.askedDeviations,
        ({ id, answer }) => id === event.deviation && answer === null,
        (deviation) => ({ ...deviation, answer: { verdict, by, at, statement } }),
      );
      return { ...state, askedDeviations };
    }
    case 'deviation.used':
      return foldUsed(state, event, at);
  }
}

const usedAs = {
  calendar: 'Overridden',
  gate: 'Waived',
  bypass: 'Bypassed',
  lowering: 'Lowered',
  revision: 'Revised',
  'other-release': 'Went without',
} as const;

/** What was used stays on the agenda of the review, whatever becomes of it. */
function foldUsed(
  state: ReleaseState,
  { deviation: id, stage }: EventOf<'deviation.used'>,
  at: string,
): ReleaseState {
  const known = state.askedDeviations.find((deviation) => deviation.id === id);
  if (known === undefined || known.used !== null) return state;
  const what = usedAs[known.scope.kind];
  const reason = `${what}: ${nameOfScope(known.scope)}, because: ${known.reason}`;
  return {
    ...state,
    deviations: [...state.deviations, reason],
    askedDeviations: withChanged(
      state.askedDeviations,
      (deviation) => deviation.id === id,
      (deviation) => ({ ...deviation, used: { stage, at } }),
    ),
  };
}

/** An override serves one passage of its environment: a stage that fails there ends it. */
export function spendOverrides(state: ReleaseState, stage: string, at: string): ReleaseState {
  const environment = state.stages.find(({ id }) => id === stage)?.environment ?? null;
  const askedDeviations = withChanged(
    state.askedDeviations,
    ({ scope, used, spentAt }) =>
      scope.kind === 'calendar' &&
      scope.environment === environment &&
      used !== null &&
      spentAt === null,
    (deviation) => ({ ...deviation, spentAt: at }),
  );
  return { ...state, askedDeviations };
}
