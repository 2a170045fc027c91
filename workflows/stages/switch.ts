import type { StageOf } from '../../domain/plan/stage.ts';
import { counted } from '../../domain/release/counted.ts';
import { tools } from '../activity-proxies.ts';
import { meetClosing } from '../ask-about-overrun.ts';
import { heldFence } from '../hold-environment.ts';
import type { ReleaseRun } from '../release-run.ts';
import { failureOf } from '../stage-failed.ts';
import { waitFor } from '../wait-for.ts';
import { goLive } from './go-live.ts';

/**
 * Gives every user the new sets in one step. Sessions that may stay on the old ones end when their
 * time is over. What was replaced stands on: see `keepReplaced`.
 */
export async function switchSets(
  stage: StageOf<'switch'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const { id, environment, components, sessionsMs } = stage;
  const summary = `${counted(components.length, 'component')} of ${environment} switched.`;
  // In a new run users may have been switched already, and only their sessions be waited for.
  if (!isSwitched(stage, run)) await move(stage, run, attempt, 'switch');
  goLive(run, environment);
  if (sessionsMs === 0) return summary;
  await waitFor(
    run,
    {
      id: `${id}/sessions`,
      stage: id,
      kind: 'observation',
      reason: `Sessions stay on what served before in ${environment}.`,
      clearedBy: [],
      remedy: 'Nothing to do; send rollback if you see harm.',
      until: new Date(Date.now() + sessionsMs).toISOString(),
      then: 'continues',
    },
    () => undefined,
  );
  await move(stage, run, attempt, 'end-sessions');
  return summary;
}

function isSwitched({ environment, components }: StageOf<'switch'>, run: ReleaseRun): boolean {
  const switched = run.state.shares.filter((share) => share.environment === environment);
  return components.every((name) => switched.some(({ component }) => component === name));
}

type Intent = 'switch' | 'end-sessions';

/** A freeze that begins meanwhile asks people; it never takes users away by itself. */
async function move(
  stage: StageOf<'switch'>,
  run: ReleaseRun,
  attempt: number,
  intent: Intent,
): Promise<void> {
  let overrun: string | null = null;
  for (;;) {
    try {
      return await moveNow(stage, run, intent, { attempt, overrun });
    } catch (error) {
      if (failureOf(error)?.code !== 'guard/window-closed') throw error;
      overrun = await meetClosing(run, stage);
    }
  }
}

async function moveNow(
  stage: StageOf<'switch'>,
  run: ReleaseRun,
  intent: Intent,
  { attempt, overrun }: { readonly attempt: number; readonly overrun: string | null },
): Promise<void> {
  const { id, environment, components } = stage;
  const order = {
    environment,
    components,
    overrun,
    stage: id,
    planDigest: run.planDigest,
    fence: heldFence(run, environment) ?? 0,
    key: `${run.release}/${id}/${intent}/${attempt}`,
  };
  const { digests } = await run.journal.perform((step) =>
    intent === 'switch'
      ? tools(`Switch users of ${environment}`).switchUsers({ ...step, ...order })
      : tools(`End sessions on what served before in ${environment}`).shiftTraffic({
          ...step,
          ...order,
          weightPercent: 100,
        }),
  );
  if (intent === 'end-sessions') return;
  for (const [component, digest] of Object.entries(digests)) {
    run.journal.record({
      type: 'traffic.shifted',
      environment,
      component,
      digest,
      weightPercent: 100,
    });
  }
}
