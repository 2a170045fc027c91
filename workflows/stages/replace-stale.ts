import type { StageOf } from '../../domain/plan/stage.ts';
import { staleChanges } from '../../domain/revision/open-changes.ts';
import { whyFinal } from '../../domain/rollback/why-kept.ts';
import { tools } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';

/**
 * Takes back what an earlier revision of the plan has brought into the environment, so that users
 * have what served before this release until the new plan brings something else. What cannot come
 * back stays.
 */
export async function replaceStale(
  run: ReleaseRun,
  { environment }: StageOf<'deploy'>,
  fence: number,
): Promise<void> {
  for (const change of staleChanges(run.state, environment)) {
    const { key, component, to } = change;
    const reason = whyFinal(change, run.state.changes);
    if (reason !== null) {
      run.journal.record({ type: 'compensation.kept', key, reason });
      continue;
    }
    const { restored } = await run.journal.perform((step) =>
      tools(`Take ${component} ${to.version} back in ${environment}`).undoChange({
        ...step,
        environment,
        fence,
        component,
        planDigest: run.planDigest,
        key: `${key}/undo`,
      }),
    );
    run.journal.record({ type: 'change.replaced', key, restored });
  }
}
