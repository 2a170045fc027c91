import type { StageOf } from '../../domain/plan/stage.ts';
import { entitledGroups } from '../../domain/release/receive-command.ts';
import type { Wait } from '../../domain/release/wait.ts';
import { watchers } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';
import { StageFailed } from '../stage-failed.ts';
import { waitFor } from '../wait-for.ts';

const graceMs = 60_000;

/**
 * Watches after everyone has the new version. A broken threshold takes it back; silence of the
 * metrics asks a person.
 */
export async function stabilize(stage: StageOf<'stabilize'>, run: ReleaseRun): Promise<string> {
  const { environment, components } = stage;
  const { durationMs } = stage.stabilize;
  for (;;) {
    // In a new run a person may have been asked already, and a watch ends when it was to end.
    const asked = run.openWait(`${stage.id}/inconclusive`);
    if (asked !== undefined) {
      if (await askAboutSilence(stage, run, asked.reason)) return ended(asked.reason);
      continue;
    }
    const { until } = run.beginWait(watchOf(stage));
    if (until === null) throw new Error('A watch has an end.');
    const { verdict, reason } = await run.watch('long', () =>
      run.journal.perform((step) =>
        watchers(`Watch ${environment} until ${until}`, durationMs + graceMs).watchStability({
          ...step,
          environment,
          components,
          until,
          stabilize: stage.stabilize,
        }),
      ),
    );
    run.journal.record({ type: 'wait.ended', wait: `${stage.id}/watch`, outcome: verdict });
    run.journal.record({
      type: 'gate.judged',
      stage: stage.id,
      gate: 'stability',
      component: null,
      verdict,
      reason,
      evidence: null,
    });
    if (verdict === 'pass') return reason;
    if (verdict === 'fail') throw broken(reason);
    if (await askAboutSilence(stage, run, reason)) return ended(reason);
  }
}

const ended = (reason: string) => `A person ended the watch: ${reason}`;

function watchOf({ id, environment, stabilize: rules }: StageOf<'stabilize'>): Wait {
  return {
    id: `${id}/watch`,
    stage: id,
    kind: 'observation',
    reason: `${environment} is being watched.`,
    clearedBy: [],
    remedy: 'Nothing to do; send rollback if you see harm.',
    until: new Date(Date.now() + rules.durationMs).toISOString(),
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
