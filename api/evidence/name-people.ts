import type { NamedPerson, SaidWords } from '../../domain/evidence/pages/write-people.ts';
import type { ReadFacts } from '../../domain/evidence/read-facts.ts';
import type { ReleaseRecord } from '../../domain/evidence/record.ts';
import type { ApiRecords } from '../records-port.ts';

const subjectPattern = /\bp-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

type Asked = Pick<ApiRecords, 'catalog' | 'personOf' | 'readComments'>;

/** Everybody whom a release's facts name, as the directory knows them now. */
export async function namePeople(
  { facts }: ReadFacts,
  requestedBy: string,
  records: Asked,
): Promise<readonly NamedPerson[]> {
  const text = JSON.stringify(facts);
  const subjects = [...new Set([requestedBy, ...(text.match(subjectPattern) ?? [])])].toSorted();
  const people = (await records.catalog())?.catalog.people ?? [];
  return Promise.all(
    subjects.map(async (subject) => {
      const handle = await records.personOf(subject);
      const name = people.find(({ id }) => id === handle)?.name ?? null;
      return { subject, handle, name };
    }),
  );
}

/** What people wrote with their statements. Null stands for words that were erased. */
export async function wordsOf(
  { statements }: ReleaseRecord,
  records: Asked,
): Promise<readonly SaidWords[]> {
  const said = statements.flatMap(({ statement, digest }) =>
    statement === null || statement.commentDigest === null
      ? []
      : [{ statement: digest, by: statement.by, comment: statement.commentDigest }],
  );
  const kept = await records.readComments(said.map(({ comment }) => comment));
  const byDigest = new Map(kept.map((each) => [each.digest, each]));
  return said.map(({ statement, by, comment }) => {
    const found = byDigest.get(comment);
    return { statement, by, digest: comment, salt: found?.salt ?? null, text: found?.text ?? null };
  });
}
