import type { DeviationState } from './deviation.ts';
import { type DeviationStanding, standingAt } from './standing.ts';

type Asked = { readonly askedDeviations: readonly DeviationState[] };

/** Deviations that something has gone on by, whether they still count or not. */
export function taken({ askedDeviations }: Asked): readonly DeviationState[] {
  return askedDeviations.filter(({ used }) => used !== null);
}

/** Overrides of the calendar of an environment that stand so at an instant, RFC 3339. */
export function overridesOf(
  { askedDeviations }: Asked,
  environment: string,
  standing: DeviationStanding,
  now: string,
): readonly DeviationState[] {
  return askedDeviations.filter(
    (deviation) =>
      deviation.scope.kind === 'calendar' &&
      deviation.scope.environment === environment &&
      standingAt(deviation, now) === standing,
  );
}
