import type { StageOf } from '../../domain/plan/stage.ts';
import { tools } from '../activity-proxies.ts';
import { heldFence } from '../hold-environment.ts';
import { keepReplaced } from '../keep-replaced.ts';
import type { ReleaseRun } from '../release-run.ts';

/**
 * Ends the versions before for good, as the end of an environment does, but before a contraction
 * takes away what they need. Those that stand ready to be switched back to have their time first.
 * On another attempt it is not done twice.
 */
export async function retireReplaced(
  stage: StageOf<'deploy'>,
  run: ReleaseRun,
  attempt: number,
): Promise<void> {
  const { environment, id } = stage;
  const applied = run.state.changes.filter(
    (change) =>
      change.environment === environment &&
      change.status === 'applied' &&
      change.holds === undefined,
  );
  if (applied.length === 0) return;
  await keepReplaced(run, environment, id);
  await run.journal.perform((step) =>
    tools(`Retire what served before in ${environment}`).settleEnvironment({
      ...step,
      environment,
      fence: heldFence(run, environment) ?? 0,
      planDigest: run.planDigest,
      components: applied.map(({ component }) => component),
      key: `${run.release}/${id}/settle/${attempt}`,
    }),
  );
  for (const { key } of applied) run.journal.record({ type: 'change.settled', key });
}
