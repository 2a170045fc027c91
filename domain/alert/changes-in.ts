import type { ChangeState, ReleaseState } from '../release/state.ts';

/** What a release has changed in an environment, or begun to, and has not passed on. */
export function changesIn(
  { changes }: Pick<ReleaseState, 'changes'>,
  environment: string,
): readonly ChangeState[] {
  return changes.filter((change) => change.environment === environment && open.has(change.status));
}

const open: ReadonlySet<ChangeState['status']> = new Set(['registered', 'applied']);
