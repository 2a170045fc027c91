import { StepFailure } from '../activities/ports/failures.ts';
import type { AddressOwner, Directory } from '../activities/ports/records.ts';
import { addressDigest } from '../domain/approval/address-digest.ts';
import type { Delegation } from '../domain/approval/delegation.ts';
import type { Catalog } from '../domain/plan/catalog.ts';
import { latestFile } from './applied-files.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';
import { readDelegates, readDelegations, readStandIns } from './delegations.ts';

/**
 * Who belongs where, read from the latest catalog each time: a person who left a group has left it
 * at once.
 */
export function createDirectory(db: Db): Directory & {
  /** The pseudonymous subject of a person of the latest catalog, or null. */
  subjectOf(person: string): Promise<string | null>;
  /** The handle behind a subject, for showing people to people; null for an unknown one. */
  personOf(subject: string): Promise<string | null>;
  /**
   * Mail addresses of the members of groups, and of people by their handles, each once. Names that
   * the latest catalog does not know have none.
   */
  addressesOf(names: readonly string[]): Promise<readonly string[]>;
  /** Every delegation that was ever given, in its latest version. */
  delegations(): Promise<readonly Delegation[]>;
} {
  const catalog = async (): Promise<Catalog> =>
    (await latestFile(db, 'Catalog', null))?.document ?? nobody;
  const subjectsOf = async (people: readonly string[]) => {
    const known = await knownSubjects(db, people);
    return people.map((person) => known.get(person) ?? null);
  };
  const personOf = (subject: string) => findPerson(db, subject);
  return {
    personOf,
    delegations: () => readDelegations(db, null),

    async subjectOf(person) {
      const { people } = await catalog();
      if (!people.some(({ id }) => id === person)) return null;
      return (await subjectsOf([person]))[0] ?? null;
    },

    async addressesOf(names) {
      const { people, groups } = await catalog();
      const members = groups.filter(({ id }) => names.includes(id)).flatMap((each) => each.members);
      const told = new Set([...names, ...members]);
      return [...new Set(people.filter(({ id }) => told.has(id)).map(({ email }) => email))];
    },

    async groupsOf(subject) {
      const [person, { people, groups }] = await Promise.all([personOf(subject), catalog()]);
      if (person === null || !people.some(({ id }) => id === person)) return [];
      return groups.filter(({ members }) => members.includes(person)).map(({ id }) => id);
    },

    standInsOf: (subject, at) => readStandIns(db, { catalog, personOf }, subject, at),

    delegatesOf: (groups, at) => readDelegates(db, { catalog, personOf }, groups, at),

    async membersOf(group) {
      const found = (await catalog()).groups.find(({ id }) => id === group);
      if (found === undefined) throw unknownGroup(group);
      return (await subjectsOf(found.members)).filter((subject) => subject !== null);
    },

    async ownersOf(addressDigests) {
      const owners = ownersByDigest(await catalog());
      const found = addressDigests.map((digest) => owners.get(digest) ?? nobodys);
      const subjects = await subjectsOf(found.map(({ person }) => person ?? ''));
      return found.map(({ bot }, index): AddressOwner => {
        const person = subjects[index] ?? null;
        if (bot !== null) return { bot };
        return person === null ? null : { person };
      });
    },
  };
}

const nobody: Catalog = { people: [], groups: [], environments: [], services: [] };

type Owner = { readonly person: string | null; readonly bot: string | null };

const nobodys: Owner = { person: null, bot: null };

/** Whose each address is. One that two share names neither of them. */
function ownersByDigest({ people, bots = [] }: Catalog): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  const add = (email: string, owner: Owner) => {
    const digest = addressDigest(email);
    owners.set(digest, owners.has(digest) ? nobodys : owner);
  };
  for (const { id, email, aliases = [] } of people) {
    for (const address of [email, ...aliases]) add(address, { person: id, bot: null });
  }
  for (const { name, email } of bots) add(email, { person: null, bot: name });
  return owners;
}

function knownSubjects(db: Db, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return reaching(async () => {
    if (people.length === 0) return new Map();
    const rows = await db
      .selectFrom('subjects')
      .selectAll()
      .where('person', 'in', people)
      .execute();
    return new Map(rows.map(({ person, subject }) => [person, subject]));
  });
}

function findPerson(db: Db, subject: string): Promise<string | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('subjects')
      .select('person')
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row?.person ?? null;
  });
}

function unknownGroup(group: string): StepFailure {
  return new StepFailure(
    'terminal',
    'directory/unknown-group',
    `The catalog has no group ${group}.`,
    'Add the group to the catalog and apply it, then send retry.',
  );
}
