import type { DeploymentOrder, StepContext } from '../../../activities/ports/deployer.ts';
import type { Goal, Roll, Target } from '../../../domain/deployment/roll.ts';
import { isSame, orderedVersion } from './ordered-version.ts';
import { addressOf, probeAll } from './probe.ts';
import { allNumbers } from './start-version.ts';
import type { PlaceState, Standing, Version } from './state.ts';

/** The two versions of a roll, as they stand. */
type Sides = { readonly previous: Standing; readonly ordered: Standing };

/** What runs at each target of a place, asked at this moment; null where there is no roll. */
export async function lookAtTargets(
  state: PlaceState,
  order: DeploymentOrder,
  context: StepContext,
): Promise<Roll | null> {
  const sides = sidesOf(state, order);
  if (sides === null) return null;
  const { previous, ordered } = sides;
  const [before, after] = await Promise.all([
    targetsOf(previous, 'previous', context),
    targetsOf(ordered, 'ordered', context),
  ]);
  const standing = new Map([...before, ...after].map((target) => [target.ordinal, target]));
  const ordinals = new Set([...standing.keys(), ...allNumbers(previous), ...allNumbers(ordered)]);
  const targets = [...ordinals].map((ordinal) => ({
    ...(standing.get(ordinal) ?? { ordinal, ...between }),
    versions: versionsWith(ordinal, sides),
  }));
  return {
    begun: state.works[order.key] !== undefined,
    previous: { digest: previous.digest, version: previous.version },
    ordered: { digest: ordered.digest, version: ordered.version },
    targets: targets.toSorted((one, other) => one.ordinal - other.ordinal),
  };
}

/** What a roll under the order's key goes from and to, begun or not, settled or not. */
function sidesOf({ current, candidate, works }: PlaceState, order: DeploymentOrder): Sides | null {
  const work = works[order.key];
  if (work === undefined) {
    const ordered = orderedVersion(order);
    const mayRoll = current !== null && candidate === null && !isSame(current, ordered);
    return mayRoll ? { previous: current, ordered: standingNowhere(ordered) } : null;
  }
  if (work.rolls !== true || work.previous === null || work.phase === 'undone') return null;
  if (work.phase === 'settled') return settledSides(work.previous, current, order);
  return current === null || candidate?.key !== order.key
    ? null
    : { previous: current, ordered: candidate };
}

/** What was settled has every target, unless another key came later. */
function settledSides(
  previous: Version,
  current: Standing | null,
  order: DeploymentOrder,
): Sides | null {
  if (current?.key !== order.key) return null;
  return { previous: standingNowhere(previous), ordered: current };
}

function standingNowhere(version: Version): Standing {
  return { ...version, slots: [] };
}

async function targetsOf(
  standing: Standing,
  runs: Goal,
  context: StepContext,
): Promise<readonly Omit<Target, 'versions'>[]> {
  const probes = await probeAll(standing, context);
  return standing.slots.map((slot, index) => {
    const { ready = false, reason = 'it was not asked' } = probes[index] ?? {};
    const problem = ready ? null : reason;
    return { ordinal: slot.slot, runs, address: addressOf(slot), problem };
  });
}

const between = { runs: null, address: null, problem: 'nothing runs there' };

function versionsWith(ordinal: number, { previous, ordered }: Sides): readonly Goal[] {
  const had = previous.settings.instances > ordinal ? (['previous'] as const) : [];
  return ordered.settings.instances > ordinal ? [...had, 'ordered'] : had;
}
