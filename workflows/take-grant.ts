import { steadfast } from './activity-proxies.ts';
import { endWait } from './give-way.ts';
import { heldFence, isAskedFor } from './hold-environment.ts';
import { recordedLeases } from './recorded-leases.ts';
import { grantedEnvironment, recalledEnvironment, refuse } from './refuse.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Takes a lease that was asked for, when the records name this release as its holder. The message
 * only says that it is time to look: whoever forges one changes nothing.
 */
export async function takeGrant(run: ReleaseRun, payload: unknown): Promise<void> {
  const environment = grantedEnvironment(payload);
  if (environment === null || !isAskedFor(run, environment)) return;
  const { holders } = await recordedLeases(environment);
  const lease = holders.find(({ release }) => release === run.release);
  if (lease === undefined) {
    const names = holders.map(({ release }) => release).join(', ') || 'nobody';
    const reason = `The records name ${names} as the holder of ${environment}.`;
    return refuse(run, null, 'lease-granted', { code: 'lease/not-granted', reason });
  }
  // It may have been given up while the records were read.
  const asked = run.state.leases.find((known) => known.environment === environment);
  if (asked?.status !== 'requested') return;
  // Before what was given up has arrived there, the records may still say what was.
  if (asked.gaveWay?.fence === lease.fence) return;
  run.journal.record({ type: 'lease.granted', environment, fence: lease.fence });
  if (asked.gaveWay !== undefined) endWait(run, environment);
}

/**
 * Takes note that the environment is wanted by an emergency, when the records say the same: who
 * forges such a message moves nobody.
 */
export async function takeRecall(run: ReleaseRun, payload: unknown): Promise<void> {
  const environment = recalledEnvironment(payload) ?? '';
  const fence = heldFence(run, environment);
  if (fence === null) return;
  const { release } = run;
  const { recalledFor } = await steadfast(`Is ${environment} recalled?`).readRecall({
    release,
    environment,
    fence,
  });
  if (recalledFor === null) {
    const reason = `The records recall ${environment} for no emergency release.`;
    return refuse(run, null, 'lease-recalled', { code: 'lease/not-recalled', reason });
  }
  if (heldFence(run, environment) !== fence) return;
  const reason = `The emergency release ${recalledFor} waits for it.`;
  run.journal.record({ type: 'lease.recalled', environment, for: recalledFor, reason });
}
