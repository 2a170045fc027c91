import type { Announcement } from '../../domain/message/message.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { counted } from '../../domain/release/counted.ts';
import type { ReleaseRun } from '../release-run.ts';
import { StageFailed } from '../stage-failed.ts';
import { bypassHint, useBypasses } from '../use-bypasses.ts';
import { waitForAll } from '../wait-for-all.ts';
import { type Answer, awaitAnswer, openQuestions, type Question } from './await-requirement.ts';

/**
 * Waits until every requirement is approved. One rejection, or one that expires, ends the stage.
 * `because`: what whoever is asked should know besides.
 */
export async function approval(
  stage: StageOf<'approval'>,
  run: ReleaseRun,
  attempt: number,
  because = '',
): Promise<string> {
  const questions = stage.requirements.map(
    ({ id, group, count, deadlineMs, remindBeforeMs, escalate, wording }): Question => ({
      id,
      group,
      count,
      remindBeforeMs,
      ...(escalate === undefined ? {} : { escalate }),
      stage: stage.id,
      kind: 'approval',
      environment: stage.environment,
      timeMs: deadlineMs,
      remedy:
        `POST /v1/releases/${run.release}/decisions with requirement ${id}.` +
        (wording === undefined ? '' : wordsOf(wording)) +
        bypassHint(run, count) +
        because,
    }),
  );
  await openQuestions(run, questions, attempt);
  try {
    await waitForAll(questions.map((question) => () => settle(run, question)));
  } catch (error) {
    if (error instanceof StageFailed) withdrawRest(run, stage.id);
    throw error;
  }
  return `Approved: ${counted(questions.length, 'requirement')}.`;
}

/** Whoever approves words has to have read them. */
function wordsOf({ audience, subject = '', text }: Announcement): string {
  return ` It is about these words to ${audience.join(', ')}: “${subject}”: “${text}”`;
}

async function settle(run: ReleaseRun, question: Question): Promise<void> {
  // In a new run some are approved already.
  const known = run.state.requirements.find(({ id }) => id === question.id);
  if (known?.outcome === 'approved') return;
  const outcome: Answer = await awaitAnswer(run, question);
  if (outcome === 'approved') useBypasses(run, question.stage);
  run.journal.record({ type: 'requirement.settled', requirement: question.id, outcome });
  if (outcome === 'approved') return;
  throw new StageFailed({
    code: `approval/${outcome}`,
    message: `${question.id} was ${outcome}.`,
    remedy: 'Send retry to ask again, or withdraw the release.',
  });
}

/** What nobody needs to decide any more, because the stage has failed. */
function withdrawRest(run: ReleaseRun, stage: string): void {
  for (const requirement of run.state.requirements) {
    if (requirement.stage !== stage || requirement.outcome !== 'pending') continue;
    run.journal.record({
      type: 'requirement.settled',
      requirement: requirement.id,
      outcome: 'withdrawn',
    });
  }
}
