import type { ReleaseState } from '../release/state.ts';
import type { Wait } from '../release/wait.ts';

/** Waits that something else than people and the calendar ends. */
const passing: ReadonlySet<Wait['kind']> = new Set(['lease', 'observation', 'records', 'soak']);

/**
 * Whether nothing would ever change in a rehearsal in which everybody who answers has answered:
 * then it need not be played to its horizon.
 */
export function isStuck({ waits }: Pick<ReleaseState, 'waits'>): boolean {
  return waits.length > 0 && waits.every(({ kind, until }) => until === null && !passing.has(kind));
}
