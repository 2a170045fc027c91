import { sql } from 'kysely';
import type { Delegation } from '../domain/approval/delegation.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/**
 * The latest version of every delegation that this person received; of everybody's, where nobody is
 * named. They are applied documents like the catalog: no version is ever changed or lost.
 */
export function readDelegations(db: Db, to: string | null): Promise<readonly Delegation[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('applied_files')
      .select('document')
      .distinctOn('name')
      .where('kind', '=', 'Delegation')
      // Who received it is the same in every version.
      .$if(to !== null, (query) => query.where(sql<boolean>`document ->> 'to' = ${to}`))
      .orderBy('name')
      .orderBy('version', 'desc')
      .execute();
    return rows.map(({ document }) => document as Delegation);
  });
}
