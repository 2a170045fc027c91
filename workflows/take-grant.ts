import { steadfast } from './activity-proxies.ts';
import { isAskedFor } from './hold-environment.ts';
import { grantedEnvironment, refuse } from './refuse.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Takes a lease that was asked for, when the records name this release as its holder. The message
 * only says that it is time to look: whoever forges one changes nothing.
 */
export async function takeGrant(run: ReleaseRun, payload: unknown): Promise<void> {
  const environment = grantedEnvironment(payload);
  if (environment === null || !isAskedFor(run, environment)) return;
  const lease = await steadfast(`Who holds ${environment}?`).currentLease({ environment });
  if (lease?.release !== run.release) {
    const holder = lease?.release ?? 'nobody';
    const reason = `The records name ${holder} as the holder of ${environment}.`;
    return refuse(run, null, 'lease-granted', { code: 'lease/not-granted', reason });
  }
  // It may have been given up while the records were read.
  if (!isAskedFor(run, environment)) return;
  run.journal.record({ type: 'lease.granted', environment, fence: lease.fence });
}
