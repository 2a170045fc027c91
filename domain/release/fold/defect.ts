import type { DefectState, SaidDefect } from '../../acceptance/defect.ts';
import type { LetsStand } from '../../approval/event.ts';
import type { ReleaseState } from '../state.ts';
import { withChanged } from './event-of.ts';

/** The state after a tester has reported a defect, or said something else of it. */
export function withDefect(
  state: ReleaseState,
  requirement: string,
  said: SaidDefect,
  at: string,
): ReleaseState {
  const { defects = [] } = state;
  const isIt = (known: DefectState) => known.id === said.id && known.requirement === requirement;
  const changed = defects.some(isIt)
    ? withChanged(defects, isIt, (known) =>
        withoutOldTolerance({ ...known, ...said, changedAt: at }),
      )
    : [...defects, { ...said, requirement, reportedAt: at, changedAt: at }];
  return { ...state, defects: changed };
}

/** What was resolved and comes back is not what the board let stand. */
function withoutOldTolerance(defect: DefectState): DefectState {
  if (defect.state === 'open') return defect;
  const { toleratedAs: _, ...rest } = defect;
  return rest;
}

/**
 * The board let these stand, as bad as they were when it was asked. That is a reason for a review.
 */
export function letStand(
  state: ReleaseState,
  { requirement, defects: stand }: LetsStand,
): ReleaseState {
  const defects = (state.defects ?? []).map((known) => {
    const asked = stand.find(({ id }) => id === known.id && known.requirement === requirement);
    return asked === undefined ? known : { ...known, toleratedAs: asked.severity };
  });
  const names = stand.map(({ id, severity }) => `${id} (${severity})`).join(', ');
  const deviation = `Open defects were let stand in ${requirement}: ${names}.`;
  return { ...state, defects, deviations: [...state.deviations, deviation] };
}

/** A new cycle tests anew: what the board let stand was for the one before. */
export function forgetTolerance(state: ReleaseState, requirement: string): ReleaseState {
  if (state.defects === undefined) return state;
  const defects = state.defects.map((known) => {
    if (known.requirement !== requirement) return known;
    const { toleratedAs: _, ...rest } = known;
    return rest;
  });
  return { ...state, defects };
}
