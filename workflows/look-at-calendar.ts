import { steadfast } from './activity-proxies.ts';
import type { ReleaseRun } from './release-run.ts';

/** Whether the environment may be changed now, and until when that holds. */
export function lookAtCalendar(run: ReleaseRun, environment: string) {
  const { release, planDigest } = run;
  const order = { release, planDigest, environment };
  return run.journal.look(() => steadfast(`Is ${environment} open?`).evaluateWindow(order));
}
