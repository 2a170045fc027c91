import type { ProposalAnswer } from '../http/proposal-answer.ts';
import type { Paint } from '../terminal/paint.ts';

/** A proposal with what it changes, who may confirm it, and how to. */
export function showProposal(proposal: ProposalAnswer, paint: Paint): string {
  const { id, digest, standing, proposedBy, expiresAt, documents } = proposal;
  const tone = standing === 'open' ? 'waiting' : 'quiet';
  const lines = [
    `${id} ${paint(tone, standing)}`,
    ...documents.map(({ kind, name, change }) => `  ${kind.toLowerCase()}/${name} ${change}`),
    ...policyLines(proposal, paint),
    `  proposed by ${proposedBy.person ?? proposedBy.subject}`,
  ];
  if (standing !== 'open') return lines.join('\n');
  return [
    ...lines,
    `  confirmed by ${confirmersOf(proposal)} until ${expiresAt}`,
    `  tidegate proposal confirm ${id} ${digest}`,
  ].join('\n');
}

function policyLines({ policies }: ProposalAnswer, paint: Paint): readonly string[] {
  if (policies === null) return [];
  const { added, removed, changed } = policies;
  return [
    ...added.map((name) => paint('good', `    + ${name}`)),
    ...removed.map((name) => paint('bad', `    - ${name}`)),
    ...changed.map((name) => paint('waiting', `    ~ ${name}`)),
  ];
}

function confirmersOf({ confirmedBy: { groups, people } }: ProposalAnswer): string {
  const names = people.length === 0 ? 'nobody of' : `${people.join(', ')} of`;
  return groups.length === 0 ? 'an administrator' : `${names} ${groups.join(', ')}`;
}
