import { steadfast } from './activity-proxies.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Whether the environment may be changed now, and until when that holds. `deviations` are the ids
 * of granted overrides that may open it; their facts have to be recorded.
 */
export function lookAtCalendar(
  run: ReleaseRun,
  environment: string,
  deviations: readonly string[] = [],
) {
  const { release, planDigest } = run;
  const granted = deviations.length === 0 ? {} : { deviations };
  const order = { release, planDigest, environment, ...granted };
  return run.journal.look(() => steadfast(`Is ${environment} open?`).evaluateWindow(order));
}
