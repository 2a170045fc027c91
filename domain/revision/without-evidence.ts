import type { ReleaseState } from '../release/state.ts';

type Content = Pick<ReleaseState, 'builds' | 'artifacts' | 'gates'>;

/**
 * What is known of the content of a release without what a revision has made worthless: builds,
 * artifacts and verdicts of components that are dropped or changed, and what stages found that
 * begin anew. What was built, packed and judged of a component that stays as it is stays too.
 */
export function withoutEvidence<State extends Content>(
  state: State,
  /** Components that are dropped or changed. */
  others: readonly string[],
  restarted: readonly string[],
): State {
  const stays = ({ component }: { readonly component: string }) => !others.includes(component);
  return {
    ...state,
    builds: state.builds.filter(stays),
    artifacts: state.artifacts.filter(stays),
    gates: state.gates.filter(({ stage, component }) =>
      component === null ? !restarted.includes(stage) : stays({ component }),
    ),
  };
}
