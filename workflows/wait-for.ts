import { CancellationScope, condition, sleep } from '@temporalio/workflow';
import type { Wait } from '../domain/release/wait.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Waits for something, and says so: the wait is recorded with its way out before it begins and its
 * outcome when it ends. In a new run it goes on with the end that it had. Resolves to what `until`
 * returns first, or to null when the instant `wait.until` comes.
 */
export async function waitFor<Result>(
  run: ReleaseRun,
  wait: Wait,
  until: () => Result | undefined,
): Promise<Result | null> {
  let found = until();
  if (found !== undefined) return found;
  const begun = run.beginWait(wait);
  await run.journal.flush();
  const seen = () => {
    found ??= until();
    return found !== undefined;
  };
  if (begun.until === null) await condition(seen);
  else await waitUntil(begun.until, seen, `${begun.reason} Then it ${begun.then ?? 'goes on'}.`);
  run.journal.record({
    type: 'wait.ended',
    wait: wait.id,
    outcome: found === undefined ? 'time-passed' : 'cleared',
  });
  return found ?? null;
}

const summaryLimit = 180;

/** True when `seen` held before the instant came. The timer says in the history what it is for. */
export async function waitUntil(
  instant: string,
  seen: () => boolean,
  summary: string,
): Promise<boolean> {
  const leftMs = Date.parse(instant) - Date.now();
  if (leftMs <= 0) return seen();
  const timer = new CancellationScope({ cancellable: false });
  const fired = timer.run(() => sleep(leftMs, { summary: summary.slice(0, summaryLimit) }));
  const look = new CancellationScope();
  try {
    await Promise.race([look.run(() => condition(seen)), fired]);
    return seen();
  } finally {
    look.cancel();
    fired.catch(() => undefined);
    // Waits with the same end are left one after the other. A timer that fires meanwhile cannot be
    // cancelled any more, and the time-skipping server fails the workflow task that tries.
    if (Date.parse(instant) - Date.now() > aMomentMs) timer.cancel();
  }
}

const aMomentMs = 1_000;
