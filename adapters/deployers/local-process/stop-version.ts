import type { StepContext } from '../../../activities/ports/deployer.ts';
import { stopProcesses } from '../../processes/stop-processes.ts';
import { INSTANCE_MARK } from './settings.ts';
import type { Slot, Standing } from './state.ts';

/** Stops every instance of a version. Returns the ids of processes that even outlive a kill. */
export async function stopVersion(
  standing: Standing,
  context: Pick<StepContext, 'heartbeat'>,
): Promise<readonly number[]> {
  return stopProcesses(standing.slots.map(markedProcess), standing.settings.stopTimeoutMs, () =>
    context.heartbeat(`waiting for ${standing.version} to end`),
  );
}

/** An instance whose process was never recorded is found by its mark. */
export function markedProcess(slot: Slot) {
  return { leader: slot.process, mark: { name: INSTANCE_MARK, value: slot.mark } };
}
