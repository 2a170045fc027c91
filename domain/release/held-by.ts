import { blockersOf } from './blockers.ts';
import type { ReleaseState } from './state.ts';
import type { Wait } from './wait.ts';

/**
 * When a wait ends by itself, as an RFC 3339 instant; a null instant is one that depends on another
 * release, or on a part that is away. Null when people end the wait, or the calendar, which is
 * asked anew.
 */
export function timeOfWait({ kind, until }: Wait): { readonly instant: string | null } | null {
  switch (kind) {
    case 'soak':
    case 'observation':
      return { instant: until };
    case 'lease':
    case 'other-release':
    case 'records':
      return { instant: null };
    default:
      return null;
  }
}

/** Why people hold the release now, one sentence for each. The calendar's owners are not asked. */
export function heldByPeople(state: ReleaseState): readonly string[] {
  return blockersOf(state)
    .filter(({ kind, clearedBy }) => kind !== 'window' && clearedBy.length > 0)
    .map(({ reason }) => reason);
}
