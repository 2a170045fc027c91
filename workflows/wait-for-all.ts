import { CancellationScope } from '@temporalio/workflow';
import { allEnded } from './all-ended.ts';

/**
 * Waits for several people's answers at once. When one wait fails the others end with it, so that
 * nobody is asked or reminded any more by an attempt that is over.
 */
export async function waitForAll(waits: readonly (() => Promise<void>)[]): Promise<void> {
  const scope = new CancellationScope();
  const endTogether = async (wait: () => Promise<void>): Promise<void> => {
    try {
      await wait();
    } catch (error) {
      scope.cancel();
      throw error;
    }
  };
  await scope.run(() => allEnded(waits.map(endTogether)));
}
