import { openPureMachines } from './pure-machine.ts';
import { orderFrom, runModel } from './run-model.ts';

/** What the lives have to have seen, so that nothing passes by never having happened. */
const mustHappen = [
  'deployed',
  'revise',
  'approve lent',
  'waits: window',
  'waits: lease',
  'failed: guard/approval',
  'failed: guard/lease',
  'failed: approval/expired',
  'closed: withdrawn',
];

test('whatever people do in whatever order, nothing is deployed that must not be', async () => {
  const { begin } = openPureMachines();
  const order = orderFrom({ runs: 1_000, most: 25, tampers: true, seed: 20_261_122 });
  const seen = await runModel(begin, order);
  for (const what of mustHappen) expect([what, seen.get(what) ?? 0]).not.toEqual([what, 0]);
  expect(seen.get('deployed')).toBeGreaterThan(100);
}, 120_000);
