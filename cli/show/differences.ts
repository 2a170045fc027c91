import type { AppliedAnswer } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';
import { showProposal } from './proposal.ts';

type Document = AppliedAnswer['documents'][number];
type Difference = Document['differences'][number];

/** What differs between two plans, with the part that it belongs to. */
export type DifferenceAnswer = Difference & { readonly part: string };

const longestValue = 100;

/** What applying files changed or, in a dry run, would change: a heading for each document. */
export function showApplied(answer: AppliedAnswer, paint: Paint): string {
  const { documents, dryRun, proposal } = answer;
  const told = documents.map((document) => showDocument(document, dryRun, paint));
  const shown = proposal === undefined ? [] : [showProposal(proposal, paint)];
  return [...told, ...shown, summary(answer)].join('\n');
}

function showDocument(document: Document, dryRun: boolean, paint: Paint): string {
  const { kind, name, change, differences, version } = document;
  const tone = { added: 'good', changed: 'waiting', unchanged: 'quiet' } as const;
  const heading = `${kind.toLowerCase()}/${name} ${paint(tone[change], change)}`;
  const kept = dryRun || version === null ? '' : paint('quiet', ` (version ${version})`);
  return [`${heading}${kept}`, ...differences.map((each) => showDifference(each, paint))].join(
    '\n',
  );
}

/** What a revision would change of a plan, each below the part of the plan that it belongs to. */
export function showDifferences(differences: readonly DifferenceAnswer[], paint: Paint): string {
  if (differences.length === 0) return 'The plans are the same.';
  return differences
    .flatMap((each, index) => {
      const isFirst = differences[index - 1]?.part !== each.part;
      return isFirst ? [each.part, showDifference(each, paint)] : [showDifference(each, paint)];
    })
    .join('\n');
}

function showDifference({ change, pointer, before, after }: Difference, paint: Paint): string {
  const where = pointer === '' ? '/' : pointer;
  switch (change) {
    case 'added':
      return paint('good', `  + ${where}: ${short(after)}`);
    case 'removed':
      return paint('bad', `  - ${where}: ${short(before)}`);
    case 'changed':
      return paint('waiting', `  ~ ${where}: ${short(before)} → ${short(after)}`);
  }
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
}

function summary({ documents, dryRun, confirmation, proposal }: AppliedAnswer): string {
  const count = (change: Document['change']) =>
    documents.filter((document) => document.change === change).length;
  const counts = (['added', 'changed', 'unchanged'] as const)
    .map((change) => `${count(change)} ${change}`)
    .join(', ');
  const counted = dryRun ? `Dry run, nothing was applied: ${counts}.` : `${counts}.`;
  if (proposal !== undefined) return 'Nothing counts yet: somebody else has to confirm it.';
  return [counted, ...notes[confirmation]].join(' ');
}

const notes: Readonly<Record<AppliedAnswer['confirmation'], readonly string[]>> = {
  none: [],
  first: ['The first duties count at once; somebody else has to confirm each change of them.'],
  needed: ['It would count when somebody else has confirmed it.'],
};
