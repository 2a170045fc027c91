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
export function recordLease(db: Db, lease: Lease): Promise<void> {
  const { environment, release, fence } = lease;
  const recalled_for = lease.recalledFor ?? null;
  return reaching(async () => {
    const changed = await db
      .insertInto('environment_leases')
      .values({ environment, release, fence, recalled_for })
      .onConflict((conflict) =>
        conflict
          .column('environment')
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

/** Who holds an environment and under which fence, or null when it was never held. */
export function currentLease(db: Db, environment: string): ReturnType<Leases['current']> {
  return reaching(async () => {
    const row = await db
      .selectFrom('environment_leases')
      .select(['release', 'fence', 'recalled_for'])
      .where('environment', '=', environment)
      .executeTakeFirst();
    return row === undefined ? null : recalled(row);
  });
}

/** Every environment that was ever held, with its holder now. */
export function listLeases(db: Db): Promise<readonly Lease[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('environment_leases')
      .selectAll()
      .orderBy('environment')
      .execute();
    return rows.map(recalled);
  });
}

function recalled<Row extends { readonly recalled_for: string | null }>({
  recalled_for,
  ...lease
}: Row): Omit<Row, 'recalled_for'> & { readonly recalledFor?: string } {
  return recalled_for === null ? lease : { ...lease, recalledFor: recalled_for };
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
