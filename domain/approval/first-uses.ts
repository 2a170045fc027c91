import type { InPlaceOf } from './delegation.ts';
import { voicesOf } from './voices-of.ts';

type Approval = {
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
  readonly inPlaceOf?: InPlaceOf;
};

/**
 * Of the approvals of one stage, those that use nobody's right a second time by means of a
 * delegation. Whoever gave it, and whoever speaks by it, counts where that was first; so a further
 * approval never takes an earlier one away. Without delegations all are left: who counts for what
 * is then a question of seats alone.
 */
export function firstUses<Each extends Approval>(approvals: readonly Each[]): ReadonlySet<Each> {
  const used: Each[] = [];
  for (const approval of approvals.toSorted(byInstant)) {
    if (!used.some((earlier) => isSecondUse(earlier, approval))) used.push(approval);
  }
  return new Set(used);
}

function byInstant(left: Approval, right: Approval): number {
  return Date.parse(left.at) - Date.parse(right.at);
}

function isSecondUse(earlier: Approval, later: Approval): boolean {
  if (earlier.inPlaceOf === undefined && later.inPlaceOf === undefined) return false;
  const voices = voicesOf(earlier);
  return voicesOf(later).some((voice) => voices.includes(voice));
}
