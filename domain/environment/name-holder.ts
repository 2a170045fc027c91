import type { PlanOutline } from '../plan/plan.ts';
import { type Blocker, blockersOf } from '../release/blockers.ts';
import { entitledGroups } from '../release/receive-command.ts';
import type { ReleaseState } from '../release/state.ts';
import { patienceMs } from './lease.ts';
import { whyNotGiveWay } from './why-not-give-way.ts';

/** The release that holds an environment. */
export type Holder = {
  readonly release: string;
  readonly plan: PlanOutline;
  readonly state: ReleaseState;
  /** Other releases that hold it as well. Absent: none. */
  readonly beside?: readonly string[];
};

/**
 * Which of the holders of an environment keeps a release out: one that changes a service of it, or
 * the first where every place is taken. Null: none of them.
 */
export function holderInTheWay(
  holders: readonly Holder[],
  { services }: Pick<ReleaseState, 'services'>,
  capacity: number,
): Holder | null {
  const sharing = holders.find(({ state }) =>
    state.services.some((service) => services.includes(service)),
  );
  if (sharing !== undefined) return sharing;
  const [first, ...others] = holders.length < capacity ? [] : holders;
  if (first === undefined) return null;
  return others.length === 0 ? first : { ...first, beside: others.map(({ release }) => release) };
}

/** The wait for an environment with a free place that whoever asked before may have first. */
export function nameQueue(blocker: Blocker, environment: string): Blocker {
  return {
    ...blocker,
    reason:
      `${environment} has a place free, and releases that asked before this one, or are more ` +
      'urgent, change a service of it: they go first.',
  };
}

/**
 * The wait for an environment that another release, which the calendar had held, is about to ask
 * for.
 */
export function nameExpected(blocker: Blocker, environment: string, expected: string): Blocker {
  return {
    ...blocker,
    reason:
      `${environment} has a place free, and ${expected} goes first: its priority is higher, and ` +
      'the calendar, which had held it, lets it in by now.',
    remedy:
      'Nothing to do: it goes on when the other one has passed, no longer comes by itself, or ' +
      `has not asked within ${patienceMs / 60_000} minutes.`,
  };
}

/**
 * The wait for an environment with who holds it. While the holder stabilizes: which services, until
 * when, who can end that early, and that time lets go only what has proved itself. To an emergency
 * it says why the holder does not give way, and who can do something about that.
 */
export function nameHolder(
  blocker: Blocker,
  environment: string,
  asking: Pick<ReleaseState, 'services' | 'releaseClass'>,
  holder: Holder,
): Blocker {
  const { release, plan, state, beside = [] } = holder;
  const { services } = asking;
  const stage = state.stages.find(({ status }) => status === 'running' || status === 'failed');
  if (stage === undefined || stage.environment !== environment || stage.kind !== 'stabilize') {
    const who =
      beside.length === 0 ? `${release} holds` : `${[release, ...beside].join(', ')} hold`;
    const named = { ...blocker, reason: `${who} ${environment}. ${blocker.reason}` };
    const isUrgent = asking.releaseClass === 'emergency' && state.releaseClass !== 'emergency';
    return isUrgent ? urge(named, environment, holder) : named;
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

/** For an emergency, which waits only as long as the holder may not be asked to give way. */
function urge(blocker: Blocker, environment: string, { release, plan, state }: Holder): Blocker {
  const why = whyNotGiveWay(state, environment, 0);
  if (why === null) {
    const reason = `${release} holds ${environment} and is about to let this emergency before it.`;
    return { ...blocker, reason };
  }
  const others = blockersOf(state).flatMap(({ clearedBy }) => clearedBy);
  const own = entitledGroups(plan, 'rollback');
  return {
    ...blocker,
    reason:
      `${release} holds ${environment} and ${why}, which nothing interrupts. ` +
      'This emergency comes next.',
    clearedBy: [...new Set(others.length > 0 ? others : own)],
    remedy:
      `Let ${release} end: GET /v1/releases/${release} shows what it waits for. ` +
      `People of ${own.join(', ')} may send it rollback instead.`,
  };
}
