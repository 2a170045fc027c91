import type { DeviationState } from './deviation.ts';

export const deviationStandings = [
  'asked',
  'granted',
  'refused',
  'used',
  'spent',
  'expired',
] as const;
export type DeviationStanding = (typeof deviationStandings)[number];

/**
 * How a deviation stands at an instant, RFC 3339. One whose use failed is spent, and one whose end
 * has come is expired, used or not; but rigor that was lowered stays so for the release that began.
 */
export function standingAt(deviation: DeviationState, now: string): DeviationStanding {
  if (deviation.answer?.verdict === 'refuse') return 'refused';
  if (deviation.spentAt !== null) return 'spent';
  if (deviation.scope.kind === 'lowering' && deviation.used !== null) return 'used';
  if (Date.parse(deviation.until) <= Date.parse(now)) return 'expired';
  if (deviation.answer === null) return 'asked';
  return deviation.used === null ? 'granted' : 'used';
}
