import type { ChangeState, ReleaseState } from '../release/state.ts';

/**
 * What a rollback has to undo, in its order: everything that this release changed and still answers
 * for, the latest change first. Changes were registered in the order of dependencies, so this is
 * the reverse of it.
 */
export function wayBack(state: ReleaseState): readonly ChangeState[] {
  return state.changes.filter(({ status }) => undoable.has(status)).toReversed();
}

/** Whether a release is on its way back. */
export function isGoingBack({ rollback }: ReleaseState): boolean {
  return rollback !== null && rollback.finishedAt === null;
}

/** The environments of what a rollback undoes or has undone, in its order. */
export function environmentsTakenBack(state: ReleaseState): readonly string[] {
  const ours = state.changes.filter(({ status }) => undoable.has(status) || tried.has(status));
  return [...new Set(ours.toReversed().map(({ environment }) => environment))];
}

/** Whether a rollback has come to its first undoing, and tried it. */
export function isUndoingBegun(state: ReleaseState): boolean {
  return state.changes.some(({ status }) => tried.has(status));
}

const tried: ReadonlySet<ChangeState['status']> = new Set([
  'undone',
  'undo-failed',
  'undo-skipped',
]);

const undoable: ReadonlySet<ChangeState['status']> = new Set([
  'registered',
  'applied',
  'settled',
  'undo-failed',
]);
