import { deploymentKey } from '../deployment/deployment-key.ts';
import type { ChangeState, ReleaseState } from '../release/state.ts';

const open: ReadonlySet<ChangeState['status']> = new Set(['registered', 'applied', 'settled']);

/** Whether a release still answers for a change: neither taken back nor left where it is. */
export function isOpen({ status }: Pick<ChangeState, 'status'>): boolean {
  return open.has(status);
}

/**
 * The key under which a component is deployed in an environment now. After a revision that made the
 * deployment begin anew it is another one: what was brought in before has its own way back.
 */
export function currentKey(
  { name, stages }: Pick<ReleaseState, 'name' | 'stages'>,
  environment: string,
  component: string,
): string {
  const stage = stages.find((each) => each.kind === 'deploy' && each.environment === environment);
  const key = deploymentKey(name, environment, component);
  return stage?.revision === undefined ? key : `${key}/r${stage.revision}`;
}

/**
 * What an earlier revision of the plan has brought into an environment and nobody has taken back,
 * the latest first.
 */
export function staleChanges(state: ReleaseState, environment: string): readonly ChangeState[] {
  return state.changes
    .filter((change) => change.environment === environment && isOpen(change))
    .filter(({ key, component }) => key !== currentKey(state, environment, component))
    .toReversed();
}
