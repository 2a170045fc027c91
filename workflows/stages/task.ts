import type { StageOf } from '../../domain/plan/stage.ts';
import { confirmationId } from '../../domain/task/task.ts';
import type { ReleaseRun } from '../release-run.ts';
import { isSkipped } from '../skip-task.ts';
import { StageFailed } from '../stage-failed.ts';
import { type Answer, awaitAnswer, openQuestions, type Question } from './await-requirement.ts';

/**
 * Asks people to do something by hand, and goes on when one of them says that it is done, with the
 * evidence that was demanded, and when somebody else has confirmed it. Time never completes it.
 */
export async function task(
  stage: StageOf<'task'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  if (isSkipped(run, stage) !== undefined) return 'Left out, as somebody who may has decided.';
  await settle(run, workOf(stage, run), attempt);
  const confirmation = confirmationOf(stage, run);
  if (confirmation === null) return `${stage.task.group} said that it is done.`;
  await settle(run, confirmation, attempt);
  return `${stage.task.group} said that it is done, and ${confirmation.group} confirmed it.`;
}

async function settle(run: ReleaseRun, question: Question, attempt: number): Promise<void> {
  await openQuestions(run, [question], attempt);
  // In a new run it may have been answered already.
  if (requirementOf(run, question.id)?.outcome === 'approved') return;
  const outcome = await awaitAnswer(run, question);
  run.journal.record({ type: 'requirement.settled', requirement: question.id, outcome });
  if (outcome !== 'approved') throw failureOf(run, question, outcome);
}

function failureOf(run: ReleaseRun, { id, kind }: Question, outcome: Answer): StageFailed {
  const said = requirementOf(run, id)?.decisions.at(-1)?.report?.outcome;
  if (kind === 'approval') {
    const message = `${id} was ${outcome}: nobody has confirmed what was done.`;
    return new StageFailed({ code: `task/not-confirmed`, message, remedy });
  }
  if (said === undefined || outcome === 'expired') {
    const message = `Nobody has said in time that ${id} is done.`;
    return new StageFailed({ code: 'task/expired', message, remedy });
  }
  const message =
    said === 'cannot' ? `${id} cannot be done, they say.` : `${id} has failed, they say.`;
  return new StageFailed({ code: `task/${said}`, message, remedy });
}

const remedy = 'Send retry to have it done again, or withdraw the release.';

function workOf({ id, environment, task: asked }: StageOf<'task'>, run: ReleaseRun): Question {
  const { group, title, deadlineMs, remindBeforeMs, escalate } = asked;
  return {
    id,
    group,
    remindBeforeMs,
    ...(escalate === undefined ? {} : { escalate }),
    stage: id,
    kind: 'task',
    environment,
    count: 1,
    timeMs: deadlineMs,
    reason: `${group} has to do by hand: ${title}`,
    remedy:
      `POST /v1/releases/${run.release}/tasks/${asked.id} with outcome done, failed or cannot. ` +
      `The plan holds the instructions, as stage ${id}.`,
  };
}

/** Null where nobody has to confirm it. It is about exactly the report that was given. */
function confirmationOf(
  { id, environment, task: { confirm, title } }: StageOf<'task'>,
  run: ReleaseRun,
): Question | null {
  if (confirm === undefined) return null;
  const { group, deadlineMs, remindBeforeMs } = confirm;
  const report = requirementOf(run, id)?.decisions.at(-1)?.digest ?? '';
  const asked = confirmationId(id);
  return {
    id: asked,
    group,
    remindBeforeMs,
    stage: id,
    kind: 'approval',
    environment,
    count: 1,
    timeMs: deadlineMs,
    confirms: { requirement: id, report },
    reason: `${group} has to confirm that this was done: ${title}`,
    remedy: `POST /v1/releases/${run.release}/decisions with requirement ${asked}.`,
  };
}

function requirementOf(run: ReleaseRun, id: string) {
  return run.state.requirements.find((known) => known.id === id);
}
