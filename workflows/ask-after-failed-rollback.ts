import { condition } from '@temporalio/workflow';
import type { CommandName } from '../domain/approval/statement.ts';
import { entitledGroups } from '../domain/release/receive-command.ts';
import type { IncidentKind } from '../domain/rollback/incident.ts';
import { nameOfUndoing } from '../domain/rollback/name-of-undoing.ts';
import { wayBack } from '../domain/rollback/way-back.ts';
import type { Answer, ReleaseRun } from './release-run.ts';

/** What went wrong on the way back, for the incident and for whoever has to answer. */
export type Trouble = {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly environment: string;
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
  readonly answers: readonly CommandName[];
  /** Pages people. It must not keep the question back. */
  readonly page: () => void;
};

/**
 * Loud, never swallowed: an incident is opened, people are paged, and the environment stays held
 * until one of them has answered. A question that is open, in a new run, is only waited for.
 */
export async function askAfterFailedRollback(run: ReleaseRun, trouble: Trouble): Promise<Answer> {
  const { id, answers } = trouble;
  if (run.openWait(id) === undefined) await ask(run, trouble);
  const answer = await untilAnswered(run, answers);
  run.journal.record({ type: 'wait.ended', wait: id, outcome: answer.command });
  return answer;
}

async function ask(run: ReleaseRun, trouble: Trouble): Promise<void> {
  const { id, kind, environment, title, reason, remedy } = trouble;
  run.forgetAnswers();
  run.journal.record({ type: 'incident.opened', incident: id, kind, environment, title });
  run.journal.record({
    type: 'wait.began',
    wait: {
      id,
      stage: run.state.rollback?.stage ?? '',
      kind: 'failed-rollback',
      reason,
      clearedBy: entitledGroups(run.plan, 'take-over'),
      remedy,
      until: null,
      then: null,
    },
  });
  await run.journal.flush();
  trouble.page();
}

const takenOver = (environment: string) => `${environment}/taken-over`;

/** Whether a person brings the environment back by hand at this moment. */
export function isTakenOver(run: ReleaseRun, environment: string): boolean {
  return run.openWait(takenOver(environment)) !== undefined;
}

/** Leaves what is left to the person who took over. To be followed by `awaitTakeOver`. */
export function beginTakeOver(run: ReleaseRun, environment: string, by: string): void {
  const left = wayBack(run.state).map(nameOfUndoing);
  run.forgetAnswers();
  run.journal.record({ type: 'rollback.taken-over', by });
  run.journal.record({
    type: 'wait.began',
    wait: {
      id: takenOver(environment),
      stage: run.state.rollback?.stage ?? '',
      kind: 'taken-over',
      reason:
        `A person brings ${environment} back by hand, which stays held. ` +
        `Not undone: ${left.join(', ') || 'nothing'}.`,
      clearedBy: entitledGroups(run.plan, 'proceed'),
      remedy: 'Send proceed when it is done by hand, or retry to let Tidegate go on.',
      until: null,
      then: null,
    },
  });
}

/**
 * Waits until the person who took over says that the rest is done by hand, with the environment
 * held; then counts it as skipped. Or until it is handed back: then what is left is undone as ever.
 */
export async function awaitTakeOver(
  run: ReleaseRun,
  environment: string,
): Promise<'done-by-hand' | 'handed-back'> {
  await run.journal.flush();
  const answer = await untilAnswered(run, ['proceed', 'retry']);
  run.journal.record({
    type: 'wait.ended',
    wait: takenOver(environment),
    outcome: answer.command,
  });
  if (answer.command === 'retry') return 'handed-back';
  for (const { key } of wayBack(run.state)) {
    run.journal.record({ type: 'compensation.skipped', key, by: answer.by });
  }
  return 'done-by-hand';
}

async function untilAnswered(run: ReleaseRun, answers: readonly CommandName[]): Promise<Answer> {
  let answer = run.take(...answers);
  await condition(() => {
    answer ??= run.take(...answers);
    return answer !== undefined;
  });
  if (answer === undefined) throw new Error('A condition ended before it held.');
  return answer;
}
