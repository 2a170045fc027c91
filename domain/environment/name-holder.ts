import type { PlanOutline } from '../plan/plan.ts';
import type { Blocker } from '../release/blockers.ts';
import { entitledGroups } from '../release/receive-command.ts';
import type { ReleaseState } from '../release/state.ts';

/** The release that holds an environment. */
export type Holder = {
  readonly release: string;
  readonly plan: PlanOutline;
  readonly state: ReleaseState;
};

/**
 * The wait for an environment with who holds it. While the holder stabilizes: which services, until
 * when, who can end that early, and that time lets go only what has proved itself.
 */
export function nameHolder(
  blocker: Blocker,
  environment: string,
  services: readonly string[],
  { release, plan, state }: Holder,
): Blocker {
  const stage = state.stages.find(({ status }) => status === 'running' || status === 'failed');
  if (stage === undefined || stage.environment !== environment || stage.kind !== 'stabilize') {
    return { ...blocker, reason: `${release} holds ${environment}. ${blocker.reason}` };
  }
  const shared = services.filter((service) => state.services.includes(service));
  const same = shared.length === 0 ? '' : ` This release would change ${shared.join(', ')}.`;
  const watch = state.waits.find((wait) => wait.stage === stage.id);
  const isWatched = watch?.kind === 'observation';
  const until = isWatched ? watch.until : null;
  const how = isWatched
    ? `until ${until ?? 'a person ends it'}`
    : 'and a person has to decide how that ended';
  return {
    ...blocker,
    reason: `${release} stabilizes ${state.services.join(', ')} in ${environment} ${how}.${same}`,
    clearedBy: entitledGroups(plan, 'proceed'),
    remedy:
      `Send proceed to ${release}, with target ${stage.id} and the reason, to end its ` +
      'stabilization early; or wait.',
    until,
    then: until === null ? null : 'goes on if the stabilization ended well',
  };
}
