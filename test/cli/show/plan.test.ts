import { showConflicts, showPlan, stageDetails } from '../../../cli/show/plan.ts';
import { plain } from '../../../cli/terminal/paint.ts';

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

test('tells where a plan meets other releases, who goes first, and when nothing is met', () => {
  const conflict = {
    environment: 'lab',
    reason: 'lab is held by one release at a time; patch would be at work as well.',
    goesFirst: 'patch',
    decision: 'patch has the priority high, as it says of itself: It closes a hole.',
  };
  const slots = [
    { environment: 'lab', start: null, end: null },
    { environment: 'staging', start: '2030-01-01T00:00:00Z', end: '2030-01-01T01:00:00Z' },
  ];
  expect(showConflicts({ conflicts: [conflict], moreConflicts: 2, slots }, plain)).toBe(
    `Conflict in lab, patch first: ${conflict.reason} ${conflict.decision}\n` +
      'And 2 more conflicts.\n' +
      'lab is never free of all this within 400 days.',
  );
  expect(showConflicts({ conflicts: [], moreConflicts: 0, slots }, plain)).toBe('');
});

test('says of a plan what a rollback would leave, and why', () => {
  const components = [
    { name: 'schema', version: '3.0.0', wave: 0, irreversible: { reason: 'The notes are gone.' } },
    { name: 'web', version: '3.0.0', wave: 1, stays: { reason: 'It is empty.' } },
    {
      name: 'notes',
      version: '3.0.0',
      wave: 1,
      lossy: { tables: ['notes'], reason: 'They are merged.' },
    },
    {
      name: 'old',
      version: '3.0.0',
      wave: 2,
      irreversible: { reason: 'The names are gone.' },
      contracts: { holds: ['schema', 'web'] },
    },
  ];
  const plan = {
    name: 'shop-3',
    title: 'Shop 3',
    releaseClass: 'major',
    accountable: 'rita',
    environments: ['lab'],
    components,
    stages: [stage],
    rollback: null,
  };
  const forecast = { windows: [], conflicts: [], moreConflicts: 0, slots: [] };
  const shown = showPlan({ digest: 'sha256:1', plan, forecast }, plain);
  expect(shown.match(/^.*(a rollback leaves it|in a rollback:).*$/gm)).toEqual([
    'schema 3.0.0 cannot come back, a rollback leaves it: The notes are gone.',
    'web 3.0.0 stays, a rollback leaves it: It is empty.',
    'notes 3.0.0 loses rows of notes in a rollback: They are merged.',
    'old 3.0.0 cannot come back, a rollback leaves it: The names are gone. ' +
      'Once it has begun, these stay too: schema, web.',
  ]);
});
