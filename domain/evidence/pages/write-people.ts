import { html } from './html.ts';
import { id, page, section } from './page.ts';

/** Who a pseudonymous id was, by the directory at the time of the export. */
export type NamedPerson = {
  readonly subject: string;
  /** Null when the directory does not know the id. */
  readonly handle: string | null;
  readonly name: string | null;
};

/** The one file with names: `people.html`. */
export function writePeople(release: string, people: readonly NamedPerson[]): string {
  return page(`People of the release ${release}`, [
    html`<p>As the directory knew them when this was exported. This is the only file here with
names: <a href="index.html">the story</a> and the ledger do without. Delete it where they are not
needed, and everything else can still be checked.</p>
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
  ]);
}
