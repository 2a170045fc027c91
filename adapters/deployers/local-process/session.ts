import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { WriteJson } from '../../durable-state/write-json.ts';
import { type PlaceSession, type PlaceStore, withWork } from '../place/at-place.ts';
import { emptyPlace, type PlaceState, placeStateShape, type Standing, type Work } from './state.ts';
import { stopVersion } from './stop-version.ts';

export type Session = PlaceSession<PlaceState>;

/** Which of the two versions of a place is meant. */
export type Role = 'current' | 'candidate';

export function localStore(root: string, writeState: WriteJson): PlaceStore<PlaceState> {
  return { root, writeState, shape: placeStateShape, empty: emptyPlace };
}

/** The version that is recorded in that role; the caller has seen to it that there is one. */
export function standingAs(session: Session, role: Role): Standing {
  const standing = session.state()[role];
  if (standing === null) throw new Error(`No ${role} is recorded in ${session.folder}.`);
  return standing;
}

/** Records what became of the order's key, together with what changes through it, in one step. */
export async function recordWork(
  session: Session,
  order: DeploymentOrder,
  work: Omit<Work, 'digest'>,
  next: Partial<PlaceState> = {},
): Promise<void> {
  const recorded = { ...work, digest: order.artifact.digest };
  const works = withWork(next.works ?? session.state().works, order.key, recorded);
  await session.change({ ...next, works });
}

/** Stops what was recorded as to be stopped. What is recorded so is never needed again. */
export async function finishRetiring(session: Session): Promise<void> {
  const { retiring } = session.state();
  if (retiring.length === 0) return;
  for (const standing of retiring) {
    const left = await stopVersion(standing, session.context);
    if (left.length > 0) {
      throw new StepFailure(
        'needs-person',
        'deployer/will-not-stop',
        `${standing.version} still runs as process ${left.join(', ')} although it was killed.`,
        'Find out what holds the process (state D means the kernel), then repeat the step.',
      );
    }
  }
  await session.change({ retiring: [] });
}
