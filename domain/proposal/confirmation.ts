import type { DutySet } from '../duties/duty-set.ts';

/**
 * How a change of files comes to count: at once, at once as the first set of duties, or when a
 * second person has confirmed it.
 */
export const confirmations = ['none', 'first', 'needed'] as const;
export type Confirmation = (typeof confirmations)[number];

type Change = { readonly kind: string; readonly change: 'added' | 'changed' | 'unchanged' };

/**
 * What files that are sent together need. The duties that count decide, and never those that are
 * sent: nobody leaves the second person out by applying a set that asks for none.
 */
export function confirmationOf(changes: readonly Change[], counting: DutySet | null): Confirmation {
  const kinds = changes.filter(({ change }) => change !== 'unchanged').map(({ kind }) => kind);
  if (counting === null) return kinds.includes('Duties') ? 'first' : 'none';
  const guarded = new Set<string>(['Duties', ...(counting.confirmation?.also ?? [])]);
  return kinds.some((kind) => guarded.has(kind)) ? 'needed' : 'none';
}

/** The group whose people confirm, by the duties that count; null: administrators. */
export function confirmingGroup(counting: DutySet | null): string | null {
  return counting?.confirmation?.by ?? null;
}
