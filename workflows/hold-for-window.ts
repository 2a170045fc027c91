import type { WindowAnswer } from '../activities/evaluate-window.ts';
import type { CalendarAnswer } from '../domain/calendar/entry.ts';
import { overridesOf } from '../domain/deviation/overrides.ts';
import { lookAtCalendar } from './look-at-calendar.ts';
import type { ReleaseRun } from './release-run.ts';
import { renewEvidence } from './renew-evidence.ts';
import { tellOfDate } from './tell-of-date.ts';
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
  let expected = run.openWait(id)?.until ?? null;
  for (;;) {
    const edition = run.calendarEdition;
    const deviations = await grantedFor(run, environment);
    const answer = await lookAtCalendar(run, environment, deviations);
    const date = { environment, old: expected, why: answer.reason };
    if (answer.open) {
      const deviation = answer.deviation ?? null;
      if (deviation !== null) run.journal.record({ type: 'deviation.used', deviation, stage });
      if (told !== '') run.journal.record({ type: 'wait.ended', wait: id, outcome: 'cleared' });
      else if (!run.state.stages.some((each) => each.id === stage && each.attempt > 1)) {
        return answer.reason;
      }
      await tellOfDate(run, { ...date, new: earlierThan(expected) });
      await renewEvidence(run, environment, `${stage}/${run.state.seq}`);
      return answer.reason;
    }
    const reason = `The calendar is closed for ${environment}: ${answer.reason}`;
    if (reason !== told || answer.nextOpen !== expected) {
      begin(run, { id, stage, reason }, answer);
      await run.journal.flush();
      const old = told === '' ? undefined : expected;
      await tellOfDate(run, { ...date, old, new: answer.nextOpen });
      told = reason;
      expected = answer.nextOpen;
    }
    const lookAt = new Date(Date.now() + pauseMs(answer)).toISOString();
    const edited = () => run.calendarEdition > edition;
    await waitUntil(lookAt, edited, `${answer.reason} Then it looks at the calendar again.`);
  }
}

/** Now, where it opens before its time; what was expected has come otherwise. */
function earlierThan(expected: string | null): string | null {
  const now = new Date().toISOString();
  return expected !== null && now < expected ? now : expected;
}

/**
 * Uses a granted override for a stage that only looks whether it is open. Whatever served this
 * passage of the environment was spent when a stage failed; while one serves, no other is used.
 */
export async function useOverride(
  run: ReleaseRun,
  stage: string,
  environment: string,
): Promise<void> {
  const now = new Date().toISOString();
  const serves = overridesOf(run.state, environment, 'used', now).length > 0;
  const granted = await grantedFor(run, environment);
  if (serves || granted.length === 0) return;
  const answer = await lookAtCalendar(run, environment, granted);
  const deviation = answer.deviation ?? null;
  if (deviation !== null) run.journal.record({ type: 'deviation.used', deviation, stage });
}

/** Granted overrides that nobody has used. Whoever looks at them finds them in the records. */
async function grantedFor(run: ReleaseRun, environment: string): Promise<readonly string[]> {
  const now = new Date().toISOString();
  const granted = overridesOf(run.state, environment, 'granted', now);
  if (granted.length > 0) await run.journal.flush();
  return granted.map(({ id }) => id);
}

function pauseMs({ nextOpen }: CalendarAnswer): number {
  if (nextOpen === null) return lookAgainMs;
  return Math.max(leastMs, Math.min(lookAgainMs, Date.parse(nextOpen) - Date.now()));
}

function begin(
  run: ReleaseRun,
  { id, stage, reason }: { id: string; stage: string; reason: string },
  answer: WindowAnswer,
): void {
  const { liftedBy, nextOpen } = answer;
  run.journal.record({
    type: 'wait.began',
    wait: {
      id,
      stage,
      kind: 'window',
      reason,
      clearedBy: liftedBy,
      remedy: `Change the calendar entry, or wait: it goes on by itself. ${override(run, answer)}`,
      until: nextOpen,
      then: nextOpen === null ? null : 'goes on',
    },
  });
}

/** Whether there is a way through, and whose, as a sentence. */
function override(run: ReleaseRun, { by, mayOverrun }: WindowAnswer): string {
  if (!mayOverrun) return 'An embargo has no override.';
  const rule = run.plan.deviations?.calendar;
  if (rule === undefined) return 'The policy lets nobody override it.';
  const what = by.length === 0 ? 'outsideWindows' : `the entries ${by.join(', ')}`;
  const where = `POST /v1/releases/${run.release}/deviations (${what})`;
  return `It may be overridden by ${rule.grantedBy} when somebody else asks with ${where}.`;
}
