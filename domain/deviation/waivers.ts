import type { GateRecord, ReleaseState } from '../release/state.ts';
import type { DeviationState } from './deviation.ts';
import { standingAt } from './standing.ts';

/**
 * The deviation that waives this very judgement of a gate at an instant, RFC 3339; undefined while
 * nobody has granted one.
 */
export function waiverOf(
  { askedDeviations }: Pick<ReleaseState, 'askedDeviations'>,
  judged: GateRecord,
  now: string,
): DeviationState | undefined {
  return askedDeviations.find((deviation) => {
    const standing = standingAt(deviation, now);
    return (standing === 'granted' || standing === 'used') && isAbout(deviation, judged);
  });
}

/** Whether a deviation speaks about this very judgement. */
export function isAbout({ scope }: Pick<DeviationState, 'scope'>, judged: GateRecord): boolean {
  return (
    scope.kind === 'gate' &&
    scope.stage === judged.stage &&
    scope.gate === judged.gate &&
    scope.component === judged.component &&
    scope.judgedAt === judged.judgedAt &&
    scope.evidence === (judged.evidence?.digest ?? null)
  );
}
