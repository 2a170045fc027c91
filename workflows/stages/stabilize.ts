import { CancellationScope, condition } from '@temporalio/workflow';
import type { StabilityVerdict } from '../../domain/canary/judge-stability.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { entitledGroups } from '../../domain/release/receive-command.ts';
import type { Wait } from '../../domain/release/wait.ts';
import { watchers } from '../activity-proxies.ts';
import type { Answer, ReleaseRun } from '../release-run.ts';
import { StageFailed } from '../stage-failed.ts';
import { waitFor } from '../wait-for.ts';
import { recordJudged } from './judge-all.ts';

const graceMs = 60_000;

/**
 * Watches after everyone has the new version, and keeps the environment meanwhile: who would change
 * it waits. A broken threshold takes the version back; silence of the metrics asks a person. People
 * end the watch early, or make it longer.
 */
export async function stabilize(stage: StageOf<'stabilize'>, run: ReleaseRun): Promise<string> {
  for (;;) {
    // In a new run a person may have been asked already, and a watch ends when it was to end.
    const asked = run.openWait(`${stage.id}/inconclusive`);
    if (asked !== undefined) {
      if (await askAboutSilence(stage, run, asked.reason)) return ended(asked.reason);
      continue;
    }
    const { until } = run.beginWait(watchOf(stage, run));
    if (until === null) throw new Error('A watch has an end.');
    const { verdict, reason, then } = await watchOnce(stage, run, until);
    if (verdict === 'fail') throw broken(reason);
    if (then === 'goes-on') continue;
    if (verdict === 'pass' || then === 'ended-early') return reason;
    if (await askAboutSilence(stage, run, reason)) return ended(reason);
  }
}

type Watched = StabilityVerdict & { readonly then: 'is-judged' | 'goes-on' | 'ended-early' };

/** Watches until that instant, unless a person ends it, and records what was seen. */
async function watchOnce(
  stage: StageOf<'stabilize'>,
  run: ReleaseRun,
  until: string,
): Promise<Watched> {
  const seen = await watchUntil(stage, run, until);
  const { verdict, reason } = seen ?? endedEarly;
  // Longer than it was to be at first: what came so far is judged, and the rest is watched.
  const isLonger = (run.openWait(watchId(stage))?.until ?? until) > until;
  const goesOn = isLonger && seen !== null && verdict !== 'fail';
  if (!goesOn) {
    const outcome = seen === null ? 'ended-early' : verdict;
    run.journal.record({ type: 'wait.ended', wait: watchId(stage), outcome });
  }
  recordJudged(run, stage.id, [{ name: 'stability', verdict, reason, evidence: null }]);
  if (seen === null) return { verdict, reason, then: 'ended-early' };
  return { verdict, reason, then: goesOn ? 'goes-on' : 'is-judged' };
}

const endedEarly = {
  verdict: 'inconclusive',
  reason: 'A person ended the watch before its time was over.',
} as const;

/** The verdict at that instant, or null as soon as a person ends the watch. */
async function watchUntil(
  stage: StageOf<'stabilize'>,
  run: ReleaseRun,
  until: string,
): Promise<StabilityVerdict | null> {
  const { id, environment, components, stabilize: rules } = stage;
  run.forgetAnswers();
  const atMostMs = Math.max(0, Date.parse(until) - Date.now()) + graceMs;
  const watch = new CancellationScope();
  let isOver = false;
  const verdict = watch
    .run(() =>
      run.watch('long', () =>
        run.journal.perform((step) =>
          watchers(`Watch ${environment} until ${until}`, atMostMs).watchStability({
            ...step,
            stage: id,
            environment,
            components,
            until,
            stabilize: rules,
          }),
        ),
      ),
    )
    .finally(() => {
      isOver = true;
    });
  const stopped = hearPeople(stage, run, () => isOver).then((ends) => {
    if (!ends) return verdict;
    watch.cancel();
    // What it would have said is not waited for.
    verdict.catch(() => {});
    return null;
  });
  return Promise.race([verdict, stopped]);
}

/** Makes the watch longer whenever a person asks. True when one ends it; false when it is over. */
async function hearPeople(
  stage: StageOf<'stabilize'>,
  run: ReleaseRun,
  isOver: () => boolean,
): Promise<boolean> {
  for (;;) {
    let answer: Answer | undefined;
    await condition(() => {
      answer ??= run.take('proceed', 'extend');
      return answer !== undefined || isOver();
    });
    if (isOver() || answer === undefined) return false;
    if (answer.command === 'proceed') return true;
    const until = run.openWait(watchId(stage))?.until ?? new Date().toISOString();
    run.journal.record({ type: 'wait.began', wait: watchOf(stage, run, until) });
  }
}

const watchId = ({ id }: StageOf<'stabilize'>) => `${id}/watch`;

const ended = (reason: string) => `A person ended the watch: ${reason}`;

function watchOf(
  stage: StageOf<'stabilize'>,
  run: ReleaseRun,
  from: string = new Date().toISOString(),
): Wait {
  const { id, environment, stabilize: rules } = stage;
  const groups = entitledGroups(run.plan, 'proceed').join(', ');
  return {
    id: watchId(stage),
    stage: id,
    kind: 'observation',
    reason: `${environment} is being watched.`,
    clearedBy: [],
    remedy:
      `Nothing to do; send rollback if you see harm. People of ${groups} end it early with ` +
      `proceed, or make it longer with extend, and target ${id}.`,
    until: new Date(Date.parse(from) + rules.durationMs).toISOString(),
    then: 'is judged',
  };
}

/** True when a person ends the watch; false when it shall go on. */
async function askAboutSilence(
  stage: StageOf<'stabilize'>,
  run: ReleaseRun,
  reason: string,
): Promise<boolean> {
  run.forgetAnswers();
  const answer = await waitFor(
    run,
    {
      id: `${stage.id}/inconclusive`,
      stage: stage.id,
      kind: 'decision',
      reason: `The watch of ${stage.environment} is inconclusive: ${reason}`,
      clearedBy: entitledGroups(run.plan, 'proceed'),
      remedy: 'Send proceed to end the watch, extend to watch as long again, or rollback.',
      until: null,
      then: null,
    },
    () => run.take('proceed', 'extend'),
  );
  return answer?.command === 'proceed';
}

function broken(reason: string): StageFailed {
  return new StageFailed({
    code: 'stabilize/threshold',
    message: reason,
    remedy: 'The rollback runs by itself; find the cause in logs and metrics.',
  });
}
