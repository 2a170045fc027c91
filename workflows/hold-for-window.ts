import { bookkeeping } from './activity-proxies.ts';
import type { ReleaseRun } from './release-run.ts';
import { waitFor } from './wait-for.ts';

const lookAgainMs = 60 * 60_000;

/**
 * Holds the release while the calendar is closed. It goes on by itself at the next opening; an edit wakes it at once, and it
 * looks again every hour anyway.
 */
export async function holdForWindow(
  run: ReleaseRun,
  stage: string,
  environment: string,
): Promise<string> {
  for (;;) {
    const edition = run.calendarEdition;
    const answer = await bookkeeping((activities) => activities.evaluateWindow({ environment }));
    if (answer.open) return answer.reason;
    const again = new Date(Date.now() + lookAgainMs).toISOString();
    const wakeAt = answer.nextOpen !== null && answer.nextOpen < again ? answer.nextOpen : again;
    const known = answer.nextOpen ?? 'no known end';
    await waitFor(
      run,
      {
        id: `${stage}/window`,
        stage,
        kind: 'window',
        reason: `The calendar is closed for ${environment}: ${answer.reason} Next opening: ${known}.`,
        clearedBy: answer.liftedBy,
        remedy: 'Change the calendar entry, or wait: it goes on by itself.',
        until: wakeAt,
        then: 'looks at the calendar again',
      },
      () => (run.calendarEdition > edition ? true : undefined),
    );
  }
}
