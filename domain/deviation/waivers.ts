import type { GateRecord, ReleaseState } from '../release/state.ts';
import type { DeviationState } from './deviation.ts';
import { type DeviationStanding, standingAt } from './standing.ts';

/**
 * The deviation that waives this very judgement of a gate at an instant, RFC 3339; undefined while
 * nobody has granted one. One that nobody has used comes first: what one was used for may count no
 * more, as its granter left the group.
 */
export function waiverOf(
  { askedDeviations }: Pick<ReleaseState, 'askedDeviations'>,
  judged: GateRecord,
  now: string,
): DeviationState | undefined {
  const about = askedDeviations.filter((deviation) => isAbout(deviation, judged));
  const standing = (wanted: DeviationStanding) =>
    about.find((deviation) => standingAt(deviation, now) === wanted);
  return standing('granted') ?? standing('used');
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
