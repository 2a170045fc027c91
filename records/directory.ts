import { StepFailure } from '../activities/ports/failures.ts';
import type { Directory } from '../activities/ports/records.ts';
import type { Catalog } from '../domain/plan/catalog.ts';
import { latestFile } from './applied-files.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/** Who belongs where, read from the latest catalog each time: a person who left a group has left it at once. */
export function createDirectory(db: Db): Directory & {
  /** The pseudonymous subject of a person of the latest catalog, or null. */
  subjectOf(person: string): Promise<string | null>;
  /** The handle behind a subject, for showing people to people; null for an unknown one. */
  personOf(subject: string): Promise<string | null>;
} {
  const catalog = async (): Promise<Catalog | null> =>
    (await latestFile(db, 'Catalog', null))?.document ?? null;
  const subjects = () => reaching(() => db.selectFrom('subjects').selectAll().execute());
  const personOf = async (subject: string) =>
    (await subjects()).find((row) => row.subject === subject)?.person ?? null;
  const subjectsOf = async (people: readonly string[]) => {
    const known = new Map((await subjects()).map(({ person, subject }) => [person, subject]));
    return people.map((person) => known.get(person) ?? null);
  };
  return {
    personOf,

    async subjectOf(person) {
      const { people = [] } = (await catalog()) ?? {};
      if (!people.some(({ id }) => id === person)) return null;
      return (await subjectsOf([person]))[0] ?? null;
    },

    async groupsOf(subject) {
      const person = await personOf(subject);
      if (person === null) return [];
      const { groups = [] } = (await catalog()) ?? {};
      return groups.filter(({ members }) => members.includes(person)).map(({ id }) => id);
    },

    async membersOf(group) {
      const found = (await catalog())?.groups.find(({ id }) => id === group);
      if (found === undefined) throw unknownGroup(group);
      return (await subjectsOf(found.members)).filter((subject) => subject !== null);
    },

    async subjectsByEmail(emails) {
      const { people = [] } = (await catalog()) ?? {};
      const byEmail = new Map(people.map(({ id, email }) => [email.toLowerCase(), id]));
      return subjectsOf(emails.map((email) => byEmail.get(email.toLowerCase()) ?? ''));
    },
  };
}

function unknownGroup(group: string): StepFailure {
  return new StepFailure(
    'terminal',
    'directory/unknown-group',
    `The catalog has no group ${group}.`,
    'Add the group to the catalog and apply it, then send retry.',
  );
}
