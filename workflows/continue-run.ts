import { condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { ReleaseInput } from './contract.ts';
import { isTimeToContinue } from './journal.ts';
import { reactions } from './reactions.ts';
import type { ReleaseRun, Watch } from './release-run.ts';

/**
 * From here on a long watch keeps no run, so that weeks of it stay far below 2,000 events; and from
 * there on not even a short one does: Temporal takes 10,000 signals for each run, and people must
 * be heard.
 */
const eventsThatEndLongWatches = 1_500;
const eventsThatEndWatches = 5_000;

/**
 * Goes on in a new run while the release only waits: for people, for time, for an environment. A
 * wait of months and a storm of signals then fill no history.
 */
export async function continueWhileResting(run: ReleaseRun): Promise<never> {
  const isResting = () => isTimeToContinue() && run.isResting({ orWatches: watchesToEnd() });
  for (;;) {
    await condition(isResting);
    // Others may have heard at this very moment what they were waiting for.
    await reactions();
    if (!isResting()) continue;
    run.tellCounted(true);
    // At the next look nothing may be left to record: what comes in meanwhile is looked at first.
    if (run.journal.outbox.length === 0) return continueRun(run);
    await run.journal.flush();
  }
}

/**
 * Goes on in a new run, unless something came in meanwhile that only this run knows of: then after
 * the next stage.
 */
export async function continueWhenQuiet(run: ReleaseRun): Promise<void> {
  run.tellCounted(true);
  await run.journal.flush();
  const isQuiet = run.inbox.length === 0 && run.journal.outbox.length === 0;
  if (!isQuiet || run.interruption !== null) return;
  return continueRun(run);
}

function watchesToEnd(): readonly Watch[] {
  const { historyLength } = workflowInfo();
  if (historyLength > eventsThatEndWatches) return ['short', 'long'];
  return historyLength > eventsThatEndLongWatches ? ['long'] : [];
}

function continueRun({ release, planDigest, journal }: ReleaseRun): Promise<never> {
  return continueAsNew<(input: ReleaseInput) => Promise<string>>({
    release,
    planDigest,
    carried: { state: journal.state },
  });
}
