import { sql } from 'kysely';
import { StepFailure } from '../activities/ports/failures.ts';
import type { Leases, LedgerAction } from '../activities/ports/records.ts';
import { leaseReturnKey } from '../domain/environment/lease.ts';
import type { ReleaseFact } from '../domain/release/event.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

type Lease = Parameters<Leases['record']>[0];

/**
 * Notes who holds an environment. A fence lower than the noted one is an old holder's, and refused.
 * Under one fence the holder may give back and nothing else: a grant that arrives once more after
 * that is late, and refused as well.
 */
export function recordLease(db: Db, { environment, release, fence }: Lease): Promise<void> {
  return reaching(async () => {
    const changed = await db
      .insertInto('environment_leases')
      .values({ environment, release, fence })
      .onConflict((conflict) =>
        conflict
          .column('environment')
          .doUpdateSet({ release, fence })
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

/** Who holds an environment and under which fence, or null when it was never held. */
export function currentLease(
  db: Db,
  environment: string,
): Promise<{ release: string | null; fence: number } | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('environment_leases')
      .select(['release', 'fence'])
      .where('environment', '=', environment)
      .executeTakeFirst();
    return row ?? null;
  });
}

/** Every environment that was ever held, with its holder now. */
export function listLeases(db: Db): Promise<readonly Lease[]> {
  return reaching(() =>
    db.selectFrom('environment_leases').selectAll().orderBy('environment').execute(),
  );
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
