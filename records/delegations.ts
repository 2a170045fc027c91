import { sql } from 'kysely';
import {
  type Delegation,
  isInForce,
  type StandIn,
  standInsOf,
} from '../domain/approval/delegation.ts';
import type { Catalog } from '../domain/plan/catalog.ts';
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

/** Who is known now, and who they are. */
type People = {
  readonly catalog: () => Promise<Catalog>;
  readonly personOf: (subject: string) => Promise<string | null>;
};

/**
 * In whose place a person may speak at an instant, by the latest catalog. Who left it, giver or
 * delegate, is in no group and stands in for nobody.
 */
export async function readStandIns(
  db: Db,
  { catalog, personOf }: People,
  subject: string,
  at: string,
): Promise<readonly StandIn[]> {
  const delegations = await readDelegations(db, subject);
  const offered = delegations.filter((delegation) => isInForce(delegation, at));
  if (offered.length === 0) return [];
  const givers = offered.map(({ from }) => from);
  const [{ people, groups }, delegate, ...handles] = await Promise.all([
    catalog(),
    personOf(subject),
    ...givers.map(personOf),
  ]);
  const known = new Set<string | null>(people.map(({ id }) => id));
  if (!known.has(delegate)) return [];
  const handleOf = new Map(givers.map((giver, index) => [giver, handles[index] ?? null]));
  return standInsOf(offered, subject, at, (giver, group) => {
    const handle = handleOf.get(giver) ?? null;
    const members = groups.find(({ id }) => id === group)?.members ?? [];
    return handle !== null && known.has(handle) && members.includes(handle);
  });
}
