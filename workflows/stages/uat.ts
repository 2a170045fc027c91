import type { StageOf } from '../../domain/plan/stage.ts';
import type { ReleaseRun } from '../release-run.ts';
import { StageFailed } from '../stage-failed.ts';
import { tell } from '../tell.ts';
import { waitFor } from '../wait-for.ts';
import { awaitAnswer, openQuestions, type Question } from './await-requirement.ts';

/**
 * A time-boxed cycle of business testers. Its expiry has an explicit outcome, and never means yes.
 */
export async function uat(
  stage: StageOf<'uat'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const question = questionOf(stage, run);
  await openQuestions(run, [question], attempt);
  for (;;) {
    // In a new run those above may have been asked already.
    const escalated = run.openWait(`${question.id}/expired`) !== undefined;
    const answer = escalated ? 'expired' : await awaitAnswer(run, question);
    if (answer === 'expired' && stage.uat.atExpiry === 'escalate') {
      await escalate(stage, run, question);
      continue;
    }
    run.journal.record({ type: 'requirement.settled', requirement: question.id, outcome: answer });
    if (answer === 'approved') return `${stage.uat.group} accepted.`;
    throw new StageFailed({
      code: `uat/${answer}`,
      message: `The acceptance test in ${stage.environment} was ${answer}.`,
      remedy: 'Send retry for another cycle, rollback, or withdraw.',
    });
  }
}

function questionOf(stage: StageOf<'uat'>, run: ReleaseRun): Question {
  const { group, count, cycleMs, remindBeforeMs } = stage.uat;
  const id = stage.id;
  return {
    id,
    group,
    count,
    remindBeforeMs,
    stage: stage.id,
    kind: 'uat',
    environment: stage.environment,
    timeMs: cycleMs,
    remedy: `POST /v1/releases/${run.release}/uat/verdict with requirement ${id}.`,
  };
}

/**
 * Asks those above for another cycle. The question stays open meanwhile: a late yes is still a
 * person's yes.
 */
async function escalate(stage: StageOf<'uat'>, run: ReleaseRun, { id }: Question): Promise<void> {
  const { escalateTo } = stage.uat;
  const before = requirement(run, id);
  const asked = run.openWait(`${id}/expired`) !== undefined;
  if (!asked)
    await tell(run, `Escalate to ${escalateTo}`, {
      audience: [escalateTo],
      subject: `${run.plan.title}: the acceptance test has expired`,
      text: `Send extend with target ${id} for another cycle, or withdraw the release.`,
      key: `${run.release}/${id}/escalate/${before?.deadline ?? ''}`,
    });
  await waitFor(
    run,
    {
      id: `${id}/expired`,
      stage: stage.id,
      kind: 'decision',
      reason: `The acceptance test in ${stage.environment} expired without a verdict.`,
      clearedBy: [escalateTo],
      remedy: `Send extend with target ${id} for another cycle, or withdraw or roll back.`,
      until: null,
      then: null,
    },
    () => {
      const now = requirement(run, id);
      const changed =
        now?.deadline !== before?.deadline || now?.decisions.length !== before?.decisions.length;
      return changed ? true : undefined;
    },
  );
}

function requirement(run: ReleaseRun, id: string) {
  return run.state.requirements.find((candidate) => candidate.id === id);
}
