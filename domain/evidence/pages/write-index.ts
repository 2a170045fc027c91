import { digestPattern } from '../../ledger/digest.ts';
import type { ReleaseStory } from '../tell-story.ts';
import { decisionSections } from './decision-sections.ts';
import { deliverySections } from './delivery-sections.ts';
import { type Html, html } from './html.ts';
import { id, lines, page, section } from './page.ts';

/** Where the archive keeps a piece of evidence. */
export function evidencePath(digest: string): string {
  return `evidence/${digest.slice('sha256:'.length)}`;
}

/** The page with which a reader begins: `index.html`. */
export function writeIndex(story: ReleaseStory): string {
  return page(`Evidence of the release ${story.release}`, [
    gapsOf(story.gaps),
    summaryOf(story),
    ...deliverySections(story),
    ...decisionSections(story),
    evidenceOf(story),
    section(
      'The story in order',
      ['Fact', 'When', 'What', 'Who', 'Details'],
      story.events.map(({ seq, at, what, by, details }) => [
        seq,
        at,
        what,
        by === null ? 'Tidegate' : id(by),
        lines(details),
      ]),
      'Nothing has happened yet.',
    ),
  ]);
}

/** First on the page, and in words that nobody overlooks. */
function gapsOf(gaps: readonly string[]): Html {
  if (gaps.length === 0) {
    return html`<p class="whole">Nothing is missing: the hash chain of the ledger was recomputed
and holds, and every signed statement and every piece of evidence that it names is in this archive.
Check it yourself: <a href="VERIFY.md">VERIFY.md</a>.</p>\n`;
  }
  const items = gaps.map((gap) => html`<li>${gap}</li>\n`);
  return html`<div class="missing"><h2>MISSING OR DAMAGED: ${gaps.length}</h2>
<p>This archive does not hold everything. What rests on the following is not shown by it:</p>
<ul>
${items}</ul></div>
`;
}

function summaryOf(story: ReleaseStory): Html {
  const people =
    story.people === 'included'
      ? html`They stand for people whom <a href="people.html">people.html</a> names.`
      : html`Who they are was left out of this archive on request.`;
  const rows: readonly (readonly [string, Html | string | null])[] = [
    ['Title', story.title],
    ['Class', story.releaseClass],
    ['State', story.state],
    ['Asked for by', id(story.requestedBy)],
    ['Started', story.startedAt ?? 'not yet'],
    ['Before users since', story.liveSince ?? 'not yet'],
    ['Told until', story.toldUntil ?? 'nothing yet'],
    ['Plan', id(story.planDigest)],
    [
      'Ledger',
      html`${story.ledger.entries} entries, of which ${story.ledger.facts} are facts; head
${id(story.ledger.head)}`,
    ],
  ];
  const cells = rows.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`,
  );
  return html`<table><tbody>
${cells}</tbody></table>
<p>Times are RFC 3339. People are named by pseudonymous ids, as in the ledger. ${people}</p>
<p>Also here: <a href="controls.html">what this shows to controls of SOX, ISO/IEC 27001, HIPAA and
GDPR</a>, <a href="plan.json">the sealed plan</a>, <a href="ledger.jsonl">the ledger</a>,
<a href="statements.jsonl">the signed statements</a>, and <a href="release.json">this page for
programs</a>.</p>
`;
}

const places = {
  missing: 'GONE',
  damaged: 'CHANGED SINCE, and left out',
  'out-of-reach': 'NOT LOOKED FOR',
} as const;

function evidenceOf({ evidence }: ReleaseStory): Html {
  return section(
    'Evidence',
    ['Digest', 'What rests on it', 'Where'],
    evidence.map(({ digest, uses, status }) => [
      id(digest),
      lines(uses),
      status === 'kept' && digestPattern.test(digest)
        ? html`<a href="${evidencePath(digest)}">in this archive</a>`
        : places[status === 'kept' ? 'missing' : status],
    ]),
    'No gate named evidence.',
  );
}
