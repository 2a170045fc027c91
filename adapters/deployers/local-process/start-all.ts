import type { StepContext } from '../../../activities/ports/deployer.ts';
import { writeJson } from '../../durable-state/write-json.ts';
import { inFolder } from '../place/at-place.ts';
import { findPlaces } from './find-places.ts';
import { finishRetiring, localStore, type Session } from './session.ts';
import { allNumbers, startVersion } from './start-version.ts';
import type { Standing } from './state.ts';

/**
 * Starts again what should run below `root` and does not, after a restart of the machine or
 * `stopAll`, on the same ports where these are still free. What runs is left alone.
 *
 * Errors: the first `StepFailure` of a version that does not come up, after all were tried.
 */
export async function startAll(root: string, context: StepContext): Promise<void> {
  const folders = await findPlaces(root);
  const store = localStore(root, writeJson);
  const outcomes = await Promise.allSettled(
    folders.map((folder) => inFolder(store, folder, context, startPlace)),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function startPlace(session: Session): Promise<void> {
  await finishRetiring(session);
  const { current, candidate, works } = session.state();
  // In the middle of a roll each version has some of the targets.
  const isRolling = candidate !== null && works[candidate.key]?.rolls === true;
  const numbersOf = ({ slots }: Standing) => slots.map(({ slot }) => slot);
  if (current !== null) {
    const numbers = isRolling ? numbersOf(current) : allNumbers(current);
    await startVersion(session, 'current', numbers);
  }
  // A candidate that had never come up is the business of the release that brought it.
  if (candidate === null) return;
  if (isRolling || candidate.slots.length === candidate.settings.instances) {
    await startVersion(session, 'candidate', numbersOf(candidate));
  }
}
