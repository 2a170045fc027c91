import type { ReleaseState, RequirementState } from '../release/state.ts';
import { blockingDefects } from './blocking-defects.ts';
import { nameBlocking } from './name-blocking.ts';

/** Why nobody can accept the test now, with the defects that block; null when nothing does. */
export function whyNotAccepted(
  { defects }: Pick<ReleaseState, 'defects'>,
  requirement: RequirementState,
): string | null {
  const blocking = blockingDefects(requirement, defects);
  if (blocking.length === 0) return null;
  return (
    `${nameBlocking(blocking)}. Say of each when it is resolved or less severe, and accept then; ` +
    `or reject.`
  );
}
