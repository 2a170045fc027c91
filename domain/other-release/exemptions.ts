import type { DeviationState } from '../deviation/deviation.ts';
import { type DeviationStanding, standingAt } from '../deviation/standing.ts';
import type { ReleaseState } from '../release/state.ts';

/**
 * Deviations that stand so at an instant, RFC 3339, and let a release enter an environment without
 * another one.
 */
export function exemptionsOf(
  { askedDeviations }: Pick<ReleaseState, 'askedDeviations'>,
  about: { readonly environment: string; readonly release: string },
  standing: DeviationStanding,
  now: string,
): readonly DeviationState[] {
  return askedDeviations.filter(
    (deviation) =>
      deviation.scope.kind === 'other-release' &&
      deviation.scope.environment === about.environment &&
      deviation.scope.release === about.release &&
      standingAt(deviation, now) === standing,
  );
}
