import type { ChangeState } from '../release/state.ts';

/**
 * Why a change is left where everything else is taken back, or null: it was planned as one that
 * cannot come back. What was refused before it began has changed nothing that could stay.
 */
export function whyKept({
  irreversible,
  isWithheld,
}: Pick<ChangeState, 'irreversible' | 'isWithheld'>): string | null {
  if (irreversible === undefined || isWithheld === true) return null;
  return irreversible.reason;
}
