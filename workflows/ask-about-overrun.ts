import type { WindowAnswer } from '../activities/evaluate-window.ts';
import { afterSilence, isUnderWay } from '../domain/calendar/overrun.ts';
import type { StageOf } from '../domain/plan/stage.ts';
import { entitledGroups } from '../domain/release/receive-command.ts';
import { overrunWait } from '../domain/release/wait.ts';
import { holdForWindow } from './hold-for-window.ts';
import { lookAtCalendar } from './look-at-calendar.ts';
import type { Answer, ReleaseRun } from './release-run.ts';
import { waitFor } from './wait-for.ts';

type Changing = StageOf<'deploy'> | StageOf<'switch'> | StageOf<'canary'>;

const standardDecisionTimeMs = 15 * 60_000;

/**
 * After the calendar has closed on a stage that changes an environment. Before anything was brought
 * in, the release waits for the opening. Half-way it asks whether to finish, to halt or to go back;
 * silence is what the policy states, and never finishes. Returns the digest of the statement that
 * lets it finish, or null when it is open again.
 */
export async function meetClosing(run: ReleaseRun, stage: Changing): Promise<string | null> {
  const finishBy = await untilOpen(run, stage);
  // Whoever has paused it meanwhile decides when it goes on.
  await run.goAhead();
  return finishBy;
}

async function untilOpen(run: ReleaseRun, stage: Changing): Promise<string | null> {
  const { environment, id } = stage;
  if (isUnderWay(run.state, environment)) {
    const decided = await askAboutOverrun(run, stage);
    if (decided !== 'hold') return decided === 'open' ? null : decided.finishBy;
  }
  await holdForWindow(run, id, environment);
  return null;
}

type Decided = 'open' | 'hold' | { readonly finishBy: string };

async function askAboutOverrun(run: ReleaseRun, stage: Changing): Promise<Decided> {
  const { plan } = run;
  const { environment } = stage;
  const timeMs = plan.rollback?.decisionTimeMs ?? standardDecisionTimeMs;
  const asked = run.openWait(overrunWait(stage.id))?.until ?? null;
  const deadline = asked ?? new Date(Date.now() + timeMs).toISOString();
  run.forgetAnswers();
  for (;;) {
    const answer = await lookAtCalendar(run, environment);
    if (answer.open) return 'open';
    if (deadline <= new Date().toISOString()) return onSilence(run, stage);
    const found = await ask(run, stage, answer, deadline);
    if (found === null || found === 'edited') continue;
    if (found.command === 'hold-in-place') return 'hold';
    if (found.target === stage.id && answer.mayOverrun) return { finishBy: found.statement };
  }
}

/** Asks until somebody answers, the calendar changes or opens, or the time is over. */
function ask(
  run: ReleaseRun,
  stage: Changing,
  { reason, nextOpen, mayOverrun }: WindowAnswer,
  deadline: string,
): Promise<Answer | 'edited' | null> {
  const edition = run.calendarEdition;
  const opensFirst = nextOpen !== null && nextOpen < deadline;
  const finish = mayOverrun ? `proceed with the target ${stage.id} to finish, ` : '';
  return waitFor<Answer | 'edited'>(
    run,
    {
      id: overrunWait(stage.id),
      stage: stage.id,
      kind: 'decision',
      reason: `The calendar has closed on a change that is under way. ${reason}`,
      clearedBy: entitledGroups(run.plan, 'proceed'),
      remedy: `Send ${finish}hold-in-place to wait until it opens, or rollback.`,
      until: opensFirst ? nextOpen : deadline,
      then: opensFirst ? 'goes on' : afterSilence(run.plan, stage.environment),
    },
    () =>
      run.take('proceed', 'hold-in-place') ??
      (run.calendarEdition > edition ? 'edited' : undefined),
  );
}

function onSilence(run: ReleaseRun, stage: Changing): 'hold' {
  if (afterSilence(run.plan, stage.environment) === 'rolls back') {
    const reason = `${stage.environment} closed while it was being changed, and nobody decided.`;
    run.interrupt({ reason, by: null, thenOutcome: 'rolled-back' });
  }
  return 'hold';
}
