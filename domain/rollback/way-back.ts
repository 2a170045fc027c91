import type { ChangeState, ReleaseState } from '../release/state.ts';

/**
 * What a rollback has to undo, in its order: everything that this release changed and still answers
 * for, the latest change first. Changes were registered in the order of dependencies, so this is
 * the reverse of it.
 */
export function wayBack(state: ReleaseState): readonly ChangeState[] {
  return state.changes.filter(({ status }) => undoable.has(status)).toReversed();
}

const undoable: ReadonlySet<ChangeState['status']> = new Set([
  'registered',
  'applied',
  'settled',
  'undo-failed',
]);
