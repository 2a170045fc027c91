import type { DeviationState } from '../../domain/deviation/deviation.ts';
import { type DeviationStanding, standingAt } from '../../domain/deviation/standing.ts';

/** A deviation with how it stands at this moment. */
export type DeviationView = DeviationState & { readonly standing: DeviationStanding };

/** How deviations stand at an instant, RFC 3339. */
export function deviationViews(
  asked: readonly DeviationState[],
  now: string,
): readonly DeviationView[] {
  return asked.map((deviation) => ({ ...deviation, standing: standingAt(deviation, now) }));
}
