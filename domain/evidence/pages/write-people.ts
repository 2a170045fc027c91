import { html } from './html.ts';
import { id, page, section } from './page.ts';

/** Who a pseudonymous id was, by the directory at the time of the export. */
export type NamedPerson = {
  readonly subject: string;
  /** Null when the directory does not know the id. */
  readonly handle: string | null;
  readonly name: string | null;
};

/** What somebody wrote with a statement. Salt and text are null once they were erased. */
export type SaidWords = {
  /** Digest of the statement. */
  readonly statement: string;
  readonly by: string;
  /** What the statement names: the sha-256 of `{"salt":…,"text":…}` as canonical JSON. */
  readonly digest: string;
  readonly salt: string | null;
  readonly text: string | null;
};

/** The one file with names and with what people wrote: `people.html`. */
export function writePeople(
  release: string,
  people: readonly NamedPerson[],
  words: readonly SaidWords[],
): string {
  return page(`People of the release ${release}`, [
    html`<p>As the directory knew them when this was exported. This is the only file here with
names and with what people wrote: <a href="index.html">the story</a> and the ledger do without.
Delete it where they are not needed, and everything else can still be checked.</p>
`,
    section(
      'Who is who',
      ['Pseudonymous id', 'Handle', 'Name'],
      people.map(({ subject, handle, name }) => [
        id(subject),
        handle ?? 'not known',
        name ?? 'not known',
      ]),
      'Nobody has acted.',
    ),
    section(
      'What they wrote with their statements',
      ['Who', 'Text', 'Statement', 'Digest of the text', 'Salt'],
      words.map(({ by, text, statement, digest, salt }) => [
        id(by),
        text ?? 'ERASED',
        id(statement),
        id(digest),
        id(salt),
      ]),
      'Nothing.',
    ),
  ]);
}
