import { ApplicationFailure, CancellationScope, isCancellation } from '@temporalio/workflow';
import { stageOf } from '../domain/plan/plan.ts';
import type { Stage } from '../domain/plan/stage.ts';
import { afterFailure } from '../domain/release/after-failure.ts';
import type { Failure } from '../domain/release/event.ts';
import { closesEnvironment } from '../domain/release/next-stage.ts';
import { entitledGroups } from '../domain/release/receive-command.ts';
import type { StageState } from '../domain/release/state.ts';
import { forgetLease, passEnvironment } from './hold-environment.ts';
import type { Answer, Interruption, ReleaseRun } from './release-run.ts';
import { isSkipped, skipHint, skippingGroupsOf } from './skip-task.ts';
import { failureOf } from './stage-failed.ts';
import { runnerOf } from './stages/index.ts';
import { mayGoOnWaived, waivableFailures, waiverHint } from './use-waivers.ts';
import { waitFor } from './wait-for.ts';

/**
 * Runs a stage until it succeeds, asking a person after a failure. Returns the interruption that
 * ended the way forward, or null when the stage succeeded or was left for a revision of the plan.
 */
export async function runStage(run: ReleaseRun, state: StageState): Promise<Interruption | null> {
  const stage = stageOf(run.plan, state.id);
  if (stage === undefined) throw new Error(`The plan has no stage ${state.id}.`);
  // In a new run it may be under way, or have failed and wait for a decision.
  let entered = state.status === 'running';
  let known = state.status === 'failed' ? state.failure : null;
  for (let { attempt } = state; run.interruption === null; ) {
    if (run.isRevised) return null;
    if (known === null) {
      if (!entered) {
        attempt += 1;
        run.journal.record({ type: 'stage.started', stage: stage.id, attempt });
      }
      entered = false;
      const ended = await interruptibly(run, () => attemptStage(run, stage, attempt), true);
      if (ended === null) return null;
      if (ended === 'interrupted') break;
      if (ended === 'revised') return null;
      known = ended;
      run.journal.record({ type: 'stage.failed', stage: stage.id, failure: known });
      if (known.code === 'guard/lease') forgetLease(run, stage.environment);
    }
    const failure = known;
    known = null;
    const unasked = await interruptibly(run, () => decideAfter(run, stage, failure), false);
    if (unasked === 'revised') return null;
    // Where the records refuse even the question, no person would ever read it.
    if (unasked !== null && unasked !== 'interrupted') {
      throw ApplicationFailure.nonRetryable(unasked.message, unasked.code);
    }
  }
  return run.interruption;
}

async function attemptStage(run: ReleaseRun, stage: Stage, attempt: number): Promise<null> {
  await run.goAhead();
  const summary = await runnerOf(stage)(run, attempt);
  const ended = run.state.stages.find(({ id }) => id === stage.id);
  if (ended !== undefined && closesEnvironment(run.state, ended)) await passEnvironment(run, ended);
  run.journal.record({ type: 'stage.succeeded', stage: stage.id, summary });
  return null;
}

/**
 * Runs something that an interruption cancels. Failures of a stage are returned; everything else is
 * a bug and thrown.
 */
async function interruptibly(
  run: ReleaseRun,
  work: () => Promise<null>,
  attempts: boolean,
): Promise<Failure | 'interrupted' | 'revised' | null> {
  const scope = new CancellationScope();
  run.enter(scope, attempts);
  try {
    return await scope.run(work);
  } catch (error) {
    const failure = failureOf(error);
    // A step that was stopped half-way may end as a failure; it still ended because of the
    // interruption.
    const known = failure !== null || isCancellation(error);
    if (known && run.interruption !== null) return 'interrupted';
    if (known && run.isRevised) return 'revised';
    const alarm = known && attempts ? run.takeAlarm() : null;
    if (alarm !== null) return alarm;
    if (failure === null) throw error;
    return failure;
  } finally {
    run.leave();
  }
}

/**
 * After a failure: goes back at once, or asks whether to retry. Silence goes back where something
 * was touched.
 */
async function decideAfter(run: ReleaseRun, stage: Stage, failure: Failure): Promise<null> {
  const after = afterFailure(run.plan, run.state, stage, failure);
  const goBack = {
    reason: `${stage.id} failed: ${failure.message}`,
    by: null,
    thenOutcome: 'rolled-back',
  } as const;
  if (after.next === 'rollback') {
    run.interrupt(goBack);
    return null;
  }
  run.forgetAnswers();
  const { decisionTimeMs } = after;
  const until =
    decisionTimeMs === null ? null : new Date(Date.now() + decisionTimeMs).toISOString();
  const waiver = waiverHint(run, failure.code);
  const commands = until === null ? 'retry, withdraw' : 'retry, withdraw, rollback';
  const isWaivable = waivableFailures.includes(failure.code);
  const answer = await waitFor<Answer | 'waived' | 'skipped'>(
    run,
    {
      id: `${stage.id}/failed`,
      stage: stage.id,
      kind: 'failed-stage',
      reason: `${stage.id} failed: ${failure.message}`,
      clearedBy: [...entitledGroups(run.plan, 'retry'), ...skippingGroupsOf(stage)],
      remedy: `${failure.remedy}${waiver}${skipHint(stage)} Commands: ${commands}.`,
      until,
      then: until === null ? null : 'rolls back',
    },
    () =>
      run.take('retry') ?? isSkipped(run, stage) ?? (isWaivable ? mayGoOnWaived(run) : undefined),
  );
  if (answer === null) run.interrupt(goBack);
  return null;
}
