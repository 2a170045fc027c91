import { condition } from '@temporalio/workflow';
import { entitledGroups } from '../domain/release/receive-command.ts';
import type { ChangeState } from '../domain/release/state.ts';
import { wayBack } from '../domain/rollback/way-back.ts';
import { tools } from './activity-proxies.ts';
import { acquireEnvironment, forgetLease, giveBack } from './hold-environment.ts';
import type { Interruption, ReleaseRun } from './release-run.ts';
import { failureOf } from './stage-failed.ts';
import { tell } from './tell.ts';

/**
 * The way back: undoes what this release changed and still answers for, the latest first, and gives
 * the environments back. The caller runs it where no cancellation reaches. A step that cannot be
 * undone asks a person.
 */
export async function rollBack(
  run: ReleaseRun,
  { reason, by, thenOutcome }: Interruption,
): Promise<void> {
  const stage = run.state.stages.find(({ status }) => status === 'running' || status === 'failed');
  run.journal.record({
    type: 'rollback.started',
    reason,
    by,
    stage: stage?.id ?? '',
    thenOutcome,
  });
  run.interruption = null;
  const changed = wayBack(run.state).length > 0;
  if (changed) await communicate(run, 'started', `The rollback has started: ${reason}`);
  for (let [change] = wayBack(run.state); change !== undefined; [change] = wayBack(run.state)) {
    await undo(run, change);
  }
  for (const { environment } of run.state.leases) await giveBack(run, environment);
  run.journal.record({ type: 'rollback.finished', environment: stage?.environment ?? null });
  if (changed) await communicate(run, 'finished', 'What served before serves again.');
}

async function undo(run: ReleaseRun, change: ChangeState): Promise<void> {
  const { key, environment, component } = change;
  try {
    const stage = run.state.rollback?.stage ?? '';
    const fence = await acquireEnvironment(run, environment, stage);
    const { summary } = await run.journal.perform((step) =>
      tools(`Take ${component} back in ${environment}`).undoChange({
        ...step,
        environment,
        fence,
        component,
        planDigest: run.planDigest,
        key: `${key}/undo`,
      }),
    );
    run.journal.record({ type: 'compensation.done', key, summary });
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    run.journal.record({ type: 'compensation.failed', key, failure });
    if (failure.code === 'guard/lease') forgetLease(run, environment);
    await askAboutFailedUndo(run, change);
  }
}

/**
 * Loud, never swallowed: the environment stays held until a person retries, skips or takes over.
 */
async function askAboutFailedUndo(run: ReleaseRun, change: ChangeState): Promise<void> {
  const failed = run.state.changes.find(({ key }) => key === change.key);
  const id = `${change.key}/undo-failed`;
  run.forgetAnswers();
  run.journal.record({
    type: 'wait.began',
    wait: {
      id,
      stage: run.state.rollback?.stage ?? '',
      kind: 'failed-rollback',
      reason:
        `${change.component} in ${change.environment} could not be taken back: ` +
        (failed?.failure?.message ?? ''),
      clearedBy: entitledGroups(run.plan, 'take-over'),
      remedy: `${failed?.failure?.remedy ?? ''} Then send retry, skip-compensation or take-over.`,
      until: null,
      then: null,
    },
  });
  await communicate(run, `failed/${change.key}`, `Taking ${change.component} back failed.`);
  await run.journal.flush();
  let answer = run.take('retry', 'skip-compensation', 'take-over');
  await condition(() => {
    answer ??= run.take('retry', 'skip-compensation', 'take-over');
    return answer !== undefined;
  });
  run.journal.record({ type: 'wait.ended', wait: id, outcome: answer?.command ?? '' });
  if (answer?.command === 'skip-compensation') skip(run, answer.by, [change]);
  if (answer?.command === 'take-over') skip(run, answer.by, wayBack(run.state));
}

function skip(run: ReleaseRun, by: string, changes: readonly ChangeState[]): void {
  for (const { key } of changes) run.journal.record({ type: 'compensation.skipped', key, by });
}

async function communicate(run: ReleaseRun, what: string, text: string): Promise<void> {
  const audience = run.plan.rollback?.communication ?? [];
  if (audience.length === 0) return;
  await tell(run, 'Tell about the rollback', {
    audience,
    subject: `${run.plan.title}: rollback`,
    text,
    key: `${run.release}/rollback/${what}`,
  });
}
