import type { StageOf } from '../../domain/plan/stage.ts';
import type { ReleaseRun } from '../release-run.ts';
import { StageFailed } from '../stage-failed.ts';
import { tell } from '../tell.ts';
import { waitFor } from '../wait-for.ts';
import { awaitAnswer, isFilled, openQuestions, type Question } from './await-requirement.ts';
import { boardIsAsked, meetOpenDefects, openDefects } from './meet-open-defects.ts';

/**
 * Cycles of business testers, each with its end. That has an explicit outcome, and never means yes;
 * nor is anything accepted while more defects are open than the policy allows.
 */
export async function uat(
  stage: StageOf<'uat'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const question = questionOf(stage, run);
  await openQuestions(run, [question], attempt);
  for (;;) {
    // In a new run others may have been asked already.
    const isAsked = isEscalated(run, question) || boardIsAsked(run, stage);
    const answer = isAsked ? 'expired' : await awaitAnswer(run, question);
    if (answer === 'expired' && (await goesOn(stage, run, question, attempt))) continue;
    // A defect may have come in just now.
    if (answer === 'approved' && !isFilled(run, question)) continue;
    const found = openDefects(run, stage);
    run.journal.record({ type: 'requirement.settled', requirement: question.id, outcome: answer });
    if (answer === 'approved') return `${stage.uat.group} accepted.`;
    const because = answer === 'expired' && found !== '' ? `: ${found}` : '';
    throw new StageFailed({
      code: `uat/${answer}`,
      message: `The acceptance test in ${stage.environment} was ${answer}${because}.`,
      remedy: 'Send retry for another cycle, rollback, or withdraw.',
    });
  }
}

/** Whether the test goes on although its cycle has ended without a verdict. */
async function goesOn(
  stage: StageOf<'uat'>,
  run: ReleaseRun,
  question: Question,
  attempt: number,
): Promise<boolean> {
  if (!isEscalated(run, question) && (boardIsAsked(run, stage) || openDefects(run, stage) !== '')) {
    return meetOpenDefects(stage, run, attempt);
  }
  if (stage.uat.atExpiry === 'fail') return false;
  await escalate(stage, run, question);
  return true;
}

/** Whether those above were asked for another cycle. */
function isEscalated(run: ReleaseRun, { id }: Question): boolean {
  return run.openWait(`${id}/expired`) !== undefined;
}

function questionOf(stage: StageOf<'uat'>, run: ReleaseRun): Question {
  const { group, count, cycleMs, remindBeforeMs, defects } = stage.uat;
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
    ...(defects === undefined ? {} : { thresholds: defects }),
  };
}

/**
 * Asks those above for another cycle. The question stays open meanwhile: a late yes is still a
 * person's yes.
 */
async function escalate(stage: StageOf<'uat'>, run: ReleaseRun, question: Question): Promise<void> {
  const { id } = question;
  const { escalateTo } = stage.uat;
  const before = requirement(run, id);
  const asked = isEscalated(run, question);
  if (!asked)
    await tell(run, `Escalate to ${escalateTo}`, {
      kind: 'escalation',
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
