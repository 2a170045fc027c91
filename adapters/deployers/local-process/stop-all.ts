import type { StepContext } from '../../../activities/ports/deployer.ts';
import { writeJson } from '../../durable-state/write-json.ts';
import { inFolder } from '../place/at-place.ts';
import { findPlaces } from './find-places.ts';
import { localStore } from './session.ts';
import { stopVersion } from './stop-version.ts';

/**
 * Stops every process that is recorded below `root`, each by an identity that is certain. What is
 * recorded stays, so that `startAll` can bring it back. Returns the ids of processes that even
 * outlive a kill, normally none.
 */
export async function stopAll(root: string, context: StepContext): Promise<readonly number[]> {
  const folders = await findPlaces(root);
  const left = await Promise.all(
    folders.map((folder) =>
      inFolder(localStore(root, writeJson), folder, context, async (session) => {
        const { current, candidate, retiring } = session.state();
        const standing = [current, candidate, ...retiring].filter((version) => version !== null);
        return (await Promise.all(standing.map((one) => stopVersion(one, context)))).flat();
      }),
    ),
  );
  return left.flat();
}
