import { sql } from 'kysely';
import { StepFailure } from '../activities/ports/failures.ts';
import type { LedgerAction } from '../activities/ports/records.ts';
import { leaseReturnKey } from '../domain/environment/lease-message.ts';
import {
  type EnvironmentLeases,
  leasesAmong,
  type NotedLease,
} from '../domain/environment/recorded-leases.ts';
import type { ReleaseFact } from '../domain/release/event.ts';
import { latestFile } from './applied-files.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/**
 * Notes who has a place of an environment. A fence lower than the noted one is an old holder's, and
 * refused. Under one fence the holder may give back and nothing else: a grant that arrives once
 * more after that is late, and refused as well.
 */
export function recordLease(db: Db, lease: NotedLease): Promise<void> {
  const { environment, place, release, fence } = lease;
  const recalled_for = lease.recalledFor ?? null;
  return reaching(async () => {
    const changed = await db
      .insertInto('environment_leases')
      .values({ environment, place, release, fence, recalled_for })
      .onConflict((conflict) =>
        conflict
          .columns(['environment', 'place'])
          .doUpdateSet({ release, fence, recalled_for })
          .where(
            sql<boolean>`environment_leases.fence < excluded.fence
              or environment_leases.fence = excluded.fence
                and coalesce(
                  excluded.release = environment_leases.release,
                  excluded.release is null
                )`,
          ),
      )
      .returning('environment')
      .executeTakeFirst();
    if (changed !== undefined) return;
    throw new StepFailure(
      'terminal',
      'lease/stale-fence',
      `The lease ${fence} of ${environment} is over: a later one is noted, or it was given back.`,
      'Nothing to do: the environment went on without this one.',
    );
  });
}

/** Who holds an environment, and the number of the latest grant there. */
export async function leasesOf(db: Db, environment: string): Promise<EnvironmentLeases> {
  return leasesAmong(await listLeases(db, environment));
}

/** Every place that was ever taken in an environment, or in all (null), with its holder now. */
export function listLeases(
  db: Db,
  environment: string | null = null,
): Promise<readonly NotedLease[]> {
  return reaching(async () => {
    const all = db.selectFrom('environment_leases').selectAll();
    const asked = environment === null ? all : all.where('environment', '=', environment);
    const rows = await asked.orderBy('environment').orderBy('place').execute();
    return rows.map(({ recalled_for, ...lease }) =>
      recalled_for === null ? lease : { ...lease, recalledFor: recalled_for },
    );
  });
}

/** How many releases may hold an environment at once, by the applied catalog; by default 1. */
export function capacityOf(db: Db, environment: string): Promise<number> {
  return reaching(async () => {
    const catalog = await latestFile(db, 'Catalog', null);
    const known = catalog?.document.environments.find(({ name }) => name === environment);
    return known?.capacity ?? 1;
  });
}

/** Whether a step of the release has begun to give the environment back since it last asked. */
export function isGivenBack(db: Db, release: string, environment: string): Promise<boolean> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('ledger')
      .select(['sort', 'content'])
      .where('release', '=', release)
      .where(sql<boolean>`content::text like '%lease%'`)
      .orderBy('position', 'desc')
      .execute();
    const key = leaseReturnKey(release, environment);
    for (const { sort, content } of rows) {
      if (sort === 'action') {
        const { key: known, phase } = content as LedgerAction;
        if (known === key && phase === 'intent') return true;
        continue;
      }
      const { event } = content as ReleaseFact;
      if (event.type === 'lease.requested' && event.environment === environment) return false;
    }
    return false;
  });
}
