import {
  type DependencyEvidence,
  type DownstreamEvidence,
  judgeDownstreamCheck,
} from '../../../domain/gate/downstream-check.ts';

const check = { check: 'downstream', name: 'below', component: 'shop' } as const;
const at = (status: number | null) => ({ url: 'http://127.0.0.1:1/x', status });
const prices = (parts: Partial<DependencyEvidence> = {}): DependencyEvidence => ({
  component: 'prices',
  standing: [{ version: '1.0.0' }],
  health: [at(200)],
  ...parts,
});
const judge = (parts: Partial<DownstreamEvidence>) =>
  judgeDownstreamCheck(check, { through: at(200), dependencies: [prices()], ...parts });

test('what a component depends on passes when all of it answers, through it and by itself', () => {
  expect(judge({})).toEqual({
    verdict: 'pass',
    reason: 'shop answered 200. prices 1.0.0 is well.',
  });
  expect(judge({ through: null, dependencies: [prices({ health: null })] }).verdict).toBe('pass');
});

test.each<[string, Partial<DownstreamEvidence>]>([
  ['it answers badly where it needs others', { through: at(502) }],
  ['one does not stand', { dependencies: [prices(), prices({ standing: [] })] }],
  ['one is not well', { dependencies: [prices({ health: [at(200), at(503)] })] }],
  [
    'one has an instance that its tool finds unwell',
    {
      dependencies: [
        prices({ standing: [{ version: '1.0.0', unready: [{ id: 'a', reason: 'it ended' }] }] }),
      ],
    },
  ],
  ['one fails and another is silent', { dependencies: [prices({ health: [at(null), at(500)] })] }],
])('what a component depends on fails when %s', (_, parts) => {
  expect(judge(parts).verdict).toBe('fail');
});

test.each<[string, Partial<DownstreamEvidence>]>([
  ['there is nobody to ask', { through: null, dependencies: [] }],
  ['it gives no answer', { through: at(null) }],
  ['one gives no answer', { dependencies: [prices({ health: [at(null)] })] }],
  ['one has no instance that could be asked', { dependencies: [prices({ health: [] })] }],
])('what a component depends on is inconclusive, never a pass, when %s', (_, parts) => {
  const { verdict, reason } = judge(parts);
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(/nobody below shop|no answer|No instance/);
});
