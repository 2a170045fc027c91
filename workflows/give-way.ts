import { condition } from '@temporalio/workflow';
import { whyNotGiveWay } from '../domain/environment/why-not-give-way.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { steadfast } from './activity-proxies.ts';
import type { ReleaseRun } from './release-run.ts';

type Recalled = { readonly environment: string; readonly fence: number };

/**
 * Lets emergencies before this release, for as long as the run lives: it gives a recalled
 * environment back as soon as it only waits and has changed nothing there, and comes next. A change
 * that is under way is never interrupted.
 */
export async function giveWayWhenAsked(run: ReleaseRun): Promise<never> {
  // In a new run it may have given way without having come to say so.
  for (const { environment, status, gaveWay } of run.state.leases) {
    if (status === 'requested' && gaveWay !== undefined) {
      await sayThatItGaveWay(run, environment, gaveWay);
    }
  }
  for (;;) {
    await condition(() => recalledNow(run) !== null);
    const recalled = recalledNow(run);
    if (recalled !== null) await giveWay(run, recalled);
  }
}

/** An environment that this release is to give up, and may give up now. */
function recalledNow(run: ReleaseRun): Recalled | null {
  for (const { environment, fence, recalledFor } of run.state.leases) {
    if (recalledFor === undefined || fence === null) continue;
    if (mayGiveWay(run, environment)) return { environment, fence };
  }
  return null;
}

/** Whether the release still holds what it was asked for, under the same fence. */
function holdsStill({ state }: ReleaseRun, { environment, fence }: Recalled): boolean {
  return state.leases.some((lease) => lease.environment === environment && lease.fence === fence);
}

function mayGiveWay({ state, journal }: ReleaseRun, environment: string): boolean {
  return whyNotGiveWay(state, environment, journal.stepsUnderWay) === null;
}

async function giveWay(run: ReleaseRun, { environment, fence }: Recalled): Promise<void> {
  const { release } = run;
  // Whoever asked may be gone since.
  const { recalledFor } = await run.journal.look(() =>
    steadfast(`Is ${environment} still recalled?`).readRecall({ release, environment, fence }),
  );
  if (!holdsStill(run, { environment, fence })) return;
  if (recalledFor === null) {
    const reason = 'Nobody asks for it any more.';
    run.journal.record({ type: 'lease.recalled', environment, for: null, reason });
    return run.journal.flushUncarried();
  }
  // The release may have gone on meanwhile.
  if (!mayGiveWay(run, environment)) return;
  const reason = `The emergency release ${recalledFor} goes before.`;
  run.journal.record({ type: 'lease.yielded', environment, fence, to: recalledFor, reason });
  beginWait(run, environment, recalledFor);
  await sayThatItGaveWay(run, environment, { to: recalledFor, fence });
}

/** Saying it again changes nothing: the environment knows by the fence. */
async function sayThatItGaveWay(
  run: ReleaseRun,
  environment: string,
  { to, fence }: { readonly to: string; readonly fence: number },
): Promise<void> {
  run.givingWay = environment;
  await run.journal.perform((step) =>
    steadfast(`Let ${to} before in ${environment}`).giveWay({
      ...step,
      environment,
      fence,
      key: `${run.release}/${environment}/lease/give-way/${fence}`,
    }),
  );
  run.givingWay = null;
}

/** Beside what it waits for anyway. Ends with the grant. */
function beginWait(run: ReleaseRun, environment: string, to: string): void {
  const stage = stageIn(run.state, environment);
  if (stage === undefined) return;
  run.beginWait({
    id: `${stage.id}/lease`,
    stage: stage.id,
    kind: 'lease',
    reason:
      `It let the emergency release ${to} before it, and is the next of its priority. ` +
      'It had changed nothing there, and looks at it again before it does.',
    clearedBy: [],
    remedy: `Nothing to do: it goes on when ${to} has given ${environment} back.`,
    until: null,
    then: null,
  });
}

/** Ends the wait that began when the release gave way; one that begins with asking ends there. */
export function endWait(run: ReleaseRun, environment: string): void {
  const wait = `${stageIn(run.state, environment)?.id}/lease`;
  if (run.openWait(wait) === undefined) return;
  run.journal.record({ type: 'wait.ended', wait, outcome: 'granted' });
}

function stageIn({ stages }: ReleaseState, environment: string) {
  return stages.find(
    (stage) =>
      stage.environment === environment &&
      (stage.status === 'running' || stage.status === 'failed'),
  );
}
