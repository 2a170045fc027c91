import fc from 'fast-check';
import type { DutySet } from '../../../domain/duties/duty-set.ts';
import { confirmationOf } from '../../../domain/proposal/confirmation.ts';
import {
  type Proposal,
  proposalDigest,
  proposalLifeMs,
  standingOf,
} from '../../../domain/proposal/proposal.ts';
import { whyNotAnswered } from '../../../domain/proposal/why-not-answered.ts';

const proposedAt = '2026-11-21T10:00:00.000Z';
const after = (ms: number) => new Date(Date.parse(proposedAt) + ms).toISOString();
const digestOf = (name: string) => `sha256:${name}`;

const proposal: Proposal<string> = {
  id: 'proposal-1',
  documents: ['duties', 'policy'],
  replaces: [digestOf('old'), null],
  proposedBy: 'p-rita',
  proposedAt,
  expiresAt: after(proposalLifeMs),
  closed: null,
};
const asProposed = proposal.replaces;
const digest = proposalDigest(proposal);
const closed = { outcome: 'rejected', by: 'p-mona', at: after(1), reason: 'No.' } as const;

test('a proposal is open until it is answered, overtaken, or a week old', () => {
  const standings = [
    standingOf(proposal, asProposed, after(proposalLifeMs - 1)),
    standingOf(proposal, asProposed, after(proposalLifeMs)),
    standingOf(proposal, [digestOf('other'), null], after(1)),
    standingOf(proposal, [digestOf('old'), digestOf('policy')], after(1)),
    standingOf(proposal, [digestOf('old')], after(1)),
    standingOf({ ...proposal, closed }, asProposed, after(1)),
  ];
  const expected = ['open', 'expired', 'superseded', 'superseded', 'superseded', 'rejected'];
  expect(standings).toEqual(expected);
});

test('its digest is of all that is proposed, by whom and when, and of nothing that follows', () => {
  expect(proposalDigest({ ...proposal, closed })).toBe(digest);
  const others: Partial<Proposal<string>>[] = [
    { id: 'proposal-2' },
    { documents: ['duties', 'other'] },
    { replaces: [null, null] },
    { proposedBy: 'p-mona' },
    { proposedAt: after(1) },
    { expiresAt: after(1) },
  ];
  for (const change of others) expect(proposalDigest({ ...proposal, ...change })).not.toBe(digest);
});

test('it counts by another person who may confirm, about exactly it, while it is open', () => {
  const answers = fc.record({
    verdict: fc.constantFrom('confirm' as const, 'reject' as const),
    digest: fc.constantFrom(digest, digestOf('stale')),
    by: fc.constantFrom('p-rita', 'p-mona'),
    mayConfirm: fc.boolean(),
  });
  const standings = fc.constantFrom(
    ...(['open', 'open', 'expired', 'superseded', 'confirmed', 'rejected'] as const),
  );
  fc.assert(
    fc.property(answers, standings, (answer, standing) => {
      const isOther = answer.by !== 'p-rita';
      const isRight =
        answer.verdict === 'confirm' ? isOther && answer.mayConfirm : !isOther || answer.mayConfirm;
      const counts = standing === 'open' && answer.digest === digest && isRight;
      expect(whyNotAnswered(proposal, standing, answer) === null).toBe(counts);
    }),
  );
});

test('each refusal says which of the rules it is', () => {
  const answer = { verdict: 'confirm', digest, by: 'p-mona', mayConfirm: true } as const;
  const code = (change: object, standing: Parameters<typeof whyNotAnswered>[1] = 'open') =>
    whyNotAnswered(proposal, standing, { ...answer, ...change })?.code ?? null;
  expect([
    code({}),
    code({ by: 'p-rita' }),
    code({ by: 'p-rita', verdict: 'reject', mayConfirm: false }),
    code({ mayConfirm: false }),
    code({ digest: digestOf('stale') }),
    code({}, 'expired'),
    code({}, 'superseded'),
  ]).toEqual([
    null,
    'proposal-own',
    null,
    'proposal-not-yours',
    'proposal-stale',
    'proposal-closed',
    'proposal-closed',
  ]);
});

describe('what needs a second person', () => {
  const set = (confirmation?: DutySet['confirmation']): DutySet => ({
    name: 'duties',
    policies: '',
    ...(confirmation === undefined ? {} : { confirmation }),
  });
  const changed = (kind: string) => ({ kind, change: 'changed' }) as const;

  test('is every change of duties but the first, and whatever the duties that count name', () => {
    const also = set({ by: 'compliance', also: ['Policy'] });
    expect([
      confirmationOf([changed('Duties')], null),
      confirmationOf([changed('Duties')], set()),
      confirmationOf([{ kind: 'Duties', change: 'unchanged' }], set()),
      confirmationOf([changed('Policy')], null),
      confirmationOf([changed('Policy')], set()),
      confirmationOf([changed('Policy')], also),
      confirmationOf([{ kind: 'Policy', change: 'added' }], also),
      confirmationOf([changed('Calendar'), changed('Catalog')], also),
    ]).toEqual(['first', 'needed', 'none', 'none', 'none', 'needed', 'needed', 'none']);
  });
});
