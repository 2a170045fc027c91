import type { StageOf } from '../domain/plan/stage.ts';
import { acquireEnvironment, heldFence } from './hold-environment.ts';
import type { ReleaseRun } from './release-run.ts';
import { renewEvidence } from './renew-evidence.ts';
import { checklist } from './stages/checklist.ts';

/** Whether a release that gave way has to hold the environment anew, or to look at it again. */
export function mustHoldAgain(run: ReleaseRun, environment: string): boolean {
  if (heldFence(run, environment) === null) return true;
  return run.state.leases.some(
    (lease) => lease.environment === environment && lease.gaveWay !== undefined,
  );
}

/**
 * Waits for its turn, and looks again at what the release relies on there: another one has changed
 * the environment since. Evidence that became too old is gathered anew, and the checklist is gone
 * through once more; calendar, gates and approvals are proved by the step that touches it anyway.
 */
export async function holdAgain(run: ReleaseRun, stage: StageOf<'deploy'>): Promise<void> {
  const { environment, id } = stage;
  const fence = await acquireEnvironment(run, environment, id);
  if (!mustHoldAgain(run, environment)) return;
  await renewEvidence(run, environment, `${id}/${run.state.seq}`);
  for (const list of run.plan.stages) {
    if (list.kind !== 'checklist' || list.environment !== environment) continue;
    await checklist(list, run);
  }
  // Who gave way once more meanwhile looks once more.
  if (heldFence(run, environment) !== fence) return;
  run.journal.record({ type: 'environment.rechecked', environment });
}
