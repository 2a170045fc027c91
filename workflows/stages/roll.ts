import type { RolledBatch, RollStep } from '../../activities/roll-targets.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { currentKey } from '../../domain/revision/open-changes.ts';
import { tools } from '../activity-proxies.ts';
import { meetClosing } from '../ask-about-overrun.ts';
import { heldFence } from '../hold-environment.ts';
import type { ReleaseRun } from '../release-run.ts';
import { failureOf } from '../stage-failed.ts';

type Order = Omit<RollStep, 'facts' | 'after' | 'release' | 'environment' | 'fence'>;

/**
 * Replaces the targets of a component batch by batch, and records each. What is left to do is asked
 * of the tool each time, so a new run goes on where the one before had got to. Between two batches
 * people may pause it, and a freeze that begins asks them.
 */
export async function roll(stage: StageOf<'deploy'>, run: ReleaseRun, order: Order): Promise<void> {
  let { overrun = null } = order;
  let isBegun = false;
  for (;;) {
    try {
      const batch = await rollBatch(stage, run, { ...order, overrun });
      if (!isBegun) recordBegun(stage, run, order, batch);
      isBegun = true;
      if (batch.replaced >= batch.of) return;
      await run.goAhead();
    } catch (error) {
      // Before the first batch nothing is under way, and the stage asks for all its components.
      if (!isBegun || failureOf(error)?.code !== 'guard/window-closed') throw error;
      overrun = await meetClosing(run, stage);
    }
  }
}

/** From the first batch on users meet it, and what began while it was open is under way. */
function recordBegun(
  { environment }: StageOf<'deploy'>,
  run: ReleaseRun,
  { component }: Order,
  { from, changed }: RolledBatch,
): void {
  const key = currentKey(run.state, environment, component);
  run.journal.record({ type: 'change.applied', key, from, changed });
}

async function rollBatch(
  { environment }: StageOf<'deploy'>,
  run: ReleaseRun,
  order: Order,
): Promise<RolledBatch> {
  const { component } = order;
  const batch = await run.journal.perform((step) =>
    tools(`Replace targets of ${component} in ${environment}`).rollTargets({
      ...step,
      ...order,
      environment,
      fence: heldFence(run, environment) ?? 0,
      // What is recorded by then tells one batch from the others, in whichever run.
      key: `${order.key}/batch/${run.state.seq}`,
    }),
  );
  const { targets, replaced, of, to } = batch;
  if (targets.length > 0) {
    run.journal.record({
      type: 'targets.replaced',
      environment,
      component,
      digest: to.digest,
      targets,
      replaced,
      of,
    });
  }
  return batch;
}
