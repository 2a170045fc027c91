import { nameHolder } from '../../domain/environment/name-holder.ts';
import type { Blocker } from '../../domain/release/blockers.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { ApiRecords } from '../records-port.ts';

type Asked = Pick<ApiRecords, 'listLeases' | 'planInForce' | 'state'>;

/**
 * Says of each environment that a release waits for who holds it, as the records know it now. The
 * release's own facts cannot: who holds an environment changes while it waits.
 */
export async function namingHolders(
  blockers: readonly Blocker[],
  { stages, services }: Pick<ReleaseState, 'stages' | 'services'>,
  records: Asked,
): Promise<readonly Blocker[]> {
  if (!blockers.some(({ kind }) => kind === 'lease')) return blockers;
  const leases = await records.listLeases();
  return Promise.all(
    blockers.map(async (blocker) => {
      if (blocker.kind !== 'lease') return blocker;
      const stage = stages.find(({ id }) => id === blocker.stage);
      const lease = leases.find(({ environment }) => environment === stage?.environment);
      if (lease === undefined || lease.release === null) return blocker;
      const [sealed, state] = await Promise.all([
        records.planInForce(lease.release),
        records.state(lease.release),
      ]);
      if (sealed === null || state === null) return blocker;
      const holder = { release: lease.release, plan: sealed.plan, state };
      return nameHolder(blocker, lease.environment, services, holder);
    }),
  );
}
