import { getExternalWorkflowHandle, isCancellation, sleep } from '@temporalio/workflow';
import { type Remark, releaseWorkflowId, statementSignals } from './contract.ts';

/**
 * Somebody in a rehearsal who takes their time, and then says something. It is a workflow, because
 * only a timer of the same server passes together with the time of the release.
 */
export async function remarkWorkflow(remark: Remark): Promise<void> {
  const { release, kind, statement, afterMs } = remark;
  if (afterMs > 0) await sleep(afterMs);
  try {
    const handle = getExternalWorkflowHandle(releaseWorkflowId(release));
    await handle.signal(statementSignals[kind], statement);
  } catch (error) {
    // Whoever comes too late finds the release closed; that is no failure of theirs.
    if (isCancellation(error)) throw error;
  }
}
