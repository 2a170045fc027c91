import { sql } from 'kysely';
import {
  type Delegation,
  delegatesOf,
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
  people: People,
  subject: string,
  at: string,
): Promise<readonly StandIn[]> {
  const delegations = await readDelegations(db, subject);
  const offered = delegations.filter((delegation) => isInForce(delegation, at));
  if (offered.length === 0) return [];
  const known = await whoIsWho(people, offered);
  if (known.handleOf(subject) === null) return [];
  return standInsOf(offered, subject, at, known.isMember);
}

/** Handles of those who may speak at an instant in the place of somebody of these groups. */
export async function readDelegates(
  db: Db,
  people: People,
  groups: readonly string[],
  at: string,
): Promise<readonly string[]> {
  const delegations = await readDelegations(db, null);
  const offered = delegations.filter((each) => groups.includes(each.group) && isInForce(each, at));
  if (offered.length === 0) return [];
  const known = await whoIsWho(people, offered);
  const delegates = delegatesOf(offered, groups, at, known.isMember);
  return delegates.map(known.handleOf).filter((handle) => handle !== null);
}

/** Those whom delegations name, as the latest catalog knows them; null: it does not. */
async function whoIsWho(
  { catalog, personOf }: People,
  delegations: readonly Delegation[],
): Promise<{
  readonly handleOf: (subject: string) => string | null;
  readonly isMember: (subject: string, group: string) => boolean;
}> {
  const named = [...new Set(delegations.flatMap(({ from, to }) => [from, to]))];
  const [{ people, groups }, ...found] = await Promise.all([catalog(), ...named.map(personOf)]);
  const listed = new Set<string | null>(people.map(({ id }) => id));
  const handles = new Map(
    named.map((subject, index) => {
      const handle = found[index] ?? null;
      return [subject, listed.has(handle) ? handle : null];
    }),
  );
  const handleOf = (subject: string) => handles.get(subject) ?? null;
  const isMember = (subject: string, group: string) => {
    const handle = handleOf(subject);
    const members = groups.find(({ id }) => id === group)?.members ?? [];
    return handle !== null && members.includes(handle);
  };
  return { handleOf, isMember };
}
