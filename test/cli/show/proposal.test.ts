import type { ProposalAnswer } from '../../../cli/http/proposal-answer.ts';
import { showApplied } from '../../../cli/show/differences.ts';
import { showProposal } from '../../../cli/show/proposal.ts';

const plain = (_tone: string, text: string) => text;
const proposal: ProposalAnswer = {
  id: 'proposal-1',
  digest: 'sha256:0',
  standing: 'open',
  proposedBy: { subject: 'p-1', person: 'rita' },
  expiresAt: '2026-11-28T00:00:00.000Z',
  documents: [{ kind: 'Duties', name: 'duties', change: 'changed' }],
  policies: { added: ['new'], removed: ['no-grant'], changed: ['four-eyes'] },
  confirmedBy: { groups: ['management'], people: ['cora', 'mona'] },
};

test('what is proposed says what it changes, who confirms it until when, and how', () => {
  expect(showProposal(proposal, plain).split('\n')).toEqual([
    'proposal-1 open',
    '  duties/duties changed',
    '    + new',
    '    - no-grant',
    '    ~ four-eyes',
    '  proposed by rita',
    '  confirmed by cora, mona of management until 2026-11-28T00:00:00.000Z',
    '  tidegate proposal confirm proposal-1 sha256:0',
  ]);
  const nobody = { ...proposal, confirmedBy: { groups: ['management'], people: [] } };
  expect(showProposal(nobody, plain)).toContain('confirmed by nobody of management');
  const closed = showProposal({ ...proposal, standing: 'rejected', policies: null }, plain);
  expect(closed).not.toContain('confirm ');
});

test('who applies reads whether it counts', () => {
  const applied = { dryRun: false, documents: [], confirmation: 'none' } as const;
  expect(showApplied(applied, plain)).toBe('0 added, 0 changed, 0 unchanged.');
  expect(showApplied({ ...applied, confirmation: 'first' }, plain)).toContain('count at once');
  expect(showApplied({ ...applied, dryRun: true, confirmation: 'needed' }, plain)).toMatch(
    /Dry run, .* It would count when somebody else has confirmed it\.$/,
  );
  const proposed = { ...applied, confirmation: 'needed', proposal } as const;
  expect(showApplied(proposed, plain)).toMatch(/Nothing counts yet: somebody else .*$/);
});
