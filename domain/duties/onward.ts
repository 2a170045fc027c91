import type { CommandName } from '../approval/statement.ts';
import type { ReleaseState } from '../release/state.ts';

const onward: readonly CommandName[] = ['resume', 'retry', 'skip-task', 'proceed'];

/**
 * Whether a command carries a release on towards its users. Who stops one, takes it back, or sees
 * to what is left of it is never kept from that by their other duties.
 */
export function isOnward(command: string, phase: ReleaseState['phase']): boolean {
  return phase === 'rolling-out' && onward.some((known) => known === command);
}
