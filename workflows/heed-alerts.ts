import { condition } from '@temporalio/workflow';
import type { AlertEvents } from '../domain/alert/alert.ts';
import { alertFired, alertPolicyOf } from '../domain/alert/alert-policy-of.ts';
import { judgeAlerts } from '../domain/alert/judge-alerts.ts';
import type { ReleaseRun } from './release-run.ts';
import { waitUntil } from './wait-for.ts';

/**
 * Judges alerts as they are heard, and when they have fired for long enough, for as long as the run
 * lives. A breach fails the stage that is under way; the plan says what follows from that. What was
 * judged is recorded, so that another run goes on where this one was.
 */
export async function heedAlerts(run: ReleaseRun): Promise<never> {
  for (;;) {
    const { judged, dueAt } = judgeAlerts(run.plan, run.state, Date.now());
    if (judged !== null) {
      // A story that goes on takes along what moved it.
      if (!judge(run, judged)) await run.journal.flushUncarried();
      continue;
    }
    const heard = run.state.alerts;
    const left = run.state.changes;
    const isOther = () => run.state.alerts !== heard || run.state.changes !== left;
    if (dueAt === null) await condition(isOther);
    else await waitUntil(dueAt, isOther, 'Alerts fire. Then they are judged.');
  }
}

/** True when the release goes another way because of it. */
function judge(run: ReleaseRun, judged: AlertEvents): boolean {
  run.journal.record(judged);
  if (judged.outcome !== 'breach') return false;
  const { reason: message, environment } = judged;
  const failure = {
    code: alertFired,
    message,
    remedy: 'Look at it in your monitoring; retry goes on in spite of it.',
  };
  if (run.fail(failure)) return true;
  // Somebody is asked already about a stage that failed. Where alerts take back, nobody has to be.
  if (alertPolicyOf(run.plan, environment)?.onFiring !== 'rollback') return false;
  run.interrupt({ reason: message, by: null, thenOutcome: 'rolled-back' });
  return true;
}
