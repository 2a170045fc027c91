import { stageDetails } from '../../../cli/show/plan.ts';

const stage = {
  id: 'lab/x',
  kind: 'deploy',
  title: 'X',
  environment: 'lab',
  accountable: 'rita',
  responsible: ['operations'],
};

test.each([
  [{}, ''],
  [{ soakMs: 3_600_000 }, 'after 1 h in the environment before'],
  [{ waves: [['schema'], ['web', 'orders']] }, 'schema → web + orders'],
  [
    { requirements: [{ id: 'lab/cab', group: 'cab', count: 2, deadlineMs: 86_400_000 }] },
    'lab/cab: 2 of cab within 1 d',
  ],
  [{ uat: { group: 'testers', count: 1, cycleMs: 60_000 } }, '1 of testers accept within 1 min'],
  [
    {
      uat: { group: 'testers', count: 1, cycleMs: 60_000, defects: { critical: 0, medium: 3 } },
    },
    '1 of testers accept within 1 min, with at most 0 critical and 3 medium open',
  ],
  [{ gates: [{ component: 'web', definition: { name: 'unit' } }] }, 'web: unit'],
  [{ items: [{ item: 'window-open' }], checks: [{ name: 'buy' }] }, 'window-open, buy'],
  [{ canary: { steps: [{ weightPercent: 10 }, { weightPercent: 100 }] } }, '10 % → 100 %'],
  [{ stabilize: { durationMs: 600_000 } }, 'for 10 min'],
])('tells what a stage asks for and waits for: %j', (parts, told) => {
  expect(stageDetails({ ...stage, ...parts })).toBe(told);
});
