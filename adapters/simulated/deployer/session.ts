import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Deployed, Place } from '../../../domain/deployment/deployment.ts';
import { type PlaceSession, withWork } from '../../deployers/place/at-place.ts';
import type { PlaceState, Version, Work } from './state.ts';
import type { World } from './world.ts';

/** How the tool takes an order: well, or in one of the ways in which tools go wrong. */
export type Behaviour = 'well' | 'fails' | 'hangs' | 'lies';

/** One order at work on one place, alone, in the simulated world. */
export type Session = PlaceSession<PlaceState> & {
  readonly order: DeploymentOrder;
  readonly world: World;
  readonly behaviour: Behaviour;
};

/** Records what became of the order's key, with what changes through it, in one step. */
export async function recordWork(
  { state, change, order }: Session,
  work: Omit<Work, 'digest'>,
  next: Partial<PlaceState> = {},
): Promise<void> {
  const recorded = { ...work, digest: order.artifact.digest };
  await change({ ...next, works: withWork<Work>(state().works, order.key, recorded) });
}

/** A version in the words of the port, with an address that leads nowhere. */
export function describe(version: Version | null, place: Place): Deployed | null {
  return version === null ? null : describeVersion(version, place);
}

export function describeVersion({ digest, version }: Version, place: Place): Deployed {
  const address = `http://${place.component}.${place.environment}.invalid`;
  return { digest, version, instances: [{ id: `${place.component} ${version}`, address }] };
}

/** What is recorded must stand in the world too; otherwise somebody else was there. */
export async function requireStanding(
  { world, order }: Pick<Session, 'world' | 'order'>,
  version: Version | null,
): Promise<void> {
  if (version === null) return;
  const standing = await world.standing(order);
  if (standing.some(({ digest }) => digest === version.digest)) return;
  const found = standing.map((known) => `${known.version} (${known.digest})`).join(', ');
  throw foreignChange(order, `${version.version} (${version.digest})`, found || 'nothing');
}

export function foreignChange(
  { key, component, environment }: DeploymentOrder,
  expected: string,
  found: string,
): StepFailure {
  return new StepFailure(
    'needs-person',
    'deployer/foreign-change',
    `Since ${key} was applied, ${component} in ${environment} has changed: expected ${expected}, ` +
      `found ${found}.`,
    'Find out who changed it, take that back or keep it, then repeat the step.',
  );
}
