import type { CalendarAnswer } from '../domain/calendar/entry.ts';
import { lookAtCalendar } from './look-at-calendar.ts';
import type { ReleaseRun } from './release-run.ts';
import { renewEvidence } from './renew-evidence.ts';
import { waitUntil } from './wait-for.ts';

const lookAgainMs = 60 * 60_000;
/**
 * A worker whose clock goes after the server's still finds it closed at the opening: it must not
 * ask without pause.
 */
const leastMs = 5_000;

/**
 * Holds the release while the calendar is closed. It goes on by itself at the next opening; an edit
 * wakes it at once, and it looks again every hour anyway. Only what changes is recorded, because a
 * freeze may last for weeks. Evidence that became too old meanwhile is gathered anew; approvals are
 * proved again by whoever touches the environment.
 */
export async function holdForWindow(
  run: ReleaseRun,
  stage: string,
  environment: string,
): Promise<string> {
  const id = `${stage}/window`;
  // In a new run the wait is open, and what it is for was told.
  let told = run.openWait(id)?.reason ?? '';
  for (;;) {
    const edition = run.calendarEdition;
    const answer = await lookAtCalendar(run, environment);
    if (answer.open) {
      if (told === '') return answer.reason;
      run.journal.record({ type: 'wait.ended', wait: id, outcome: 'cleared' });
      await renewEvidence(run, environment, `${stage}/${run.state.seq}`);
      return answer.reason;
    }
    const reason = `The calendar is closed for ${environment}: ${answer.reason}`;
    if (reason !== told) {
      tell(run, { id, stage, reason }, answer);
      told = reason;
      await run.journal.flush();
    }
    const lookAt = new Date(Date.now() + pauseMs(answer)).toISOString();
    const edited = () => run.calendarEdition > edition;
    await waitUntil(lookAt, edited, `${answer.reason} Then it looks at the calendar again.`);
  }
}

function pauseMs({ nextOpen }: CalendarAnswer): number {
  if (nextOpen === null) return lookAgainMs;
  return Math.max(leastMs, Math.min(lookAgainMs, Date.parse(nextOpen) - Date.now()));
}

function tell(
  run: ReleaseRun,
  { id, stage, reason }: { id: string; stage: string; reason: string },
  { liftedBy, nextOpen }: CalendarAnswer,
): void {
  run.journal.record({
    type: 'wait.began',
    wait: {
      id,
      stage,
      kind: 'window',
      reason,
      clearedBy: liftedBy,
      remedy: 'Change the calendar entry, or wait: it goes on by itself.',
      until: nextOpen,
      then: nextOpen === null ? null : 'goes on',
    },
  });
}
