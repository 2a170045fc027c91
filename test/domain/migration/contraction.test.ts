import type { Service } from '../../../domain/plan/catalog.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { EnvironmentPolicy } from '../../../domain/plan/policy.ts';
import type { ComponentSpec } from '../../../domain/plan/spec.ts';
import type { Stage } from '../../../domain/plan/stage.ts';
import { usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { aService, aStage } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';

const reason = { reason: 'The old column goes.' };
const deployment = { deployer: 'fake', settings: {}, traffic: false };
const both = { staging: deployment, production: deployment };
const migrations = { lockTimeoutMs: 5_000, statementTimeoutMs: 60_000, bookkeeping: [] };
const tables = (name: string): Service => ({ ...aService(name), migrations, deployments: both });

/** `orders` and `reports` work on `old-tables`, `orders` on `tables` too; `web` needs `orders`. */
const services: readonly Service[] = [
  aService('web', ['orders']),
  aService('orders', ['tables', 'old-tables']),
  { ...aService('reports', ['old-tables']), deployments: { staging: deployment } },
  tables('tables'),
  tables('old-tables'),
];

const contract = { service: 'old-tables', version: '3.0.0', phase: 'contract' } as const;
const full: readonly ComponentSpec[] = [
  { service: 'web', version: '2.0.0' },
  { service: 'orders', version: '2.0.0' },
  { service: 'reports', version: '2.0.0' },
  { service: 'tables', version: '2.0.0', phase: 'expand', stays: { reason: 'It is empty.' } },
  { ...contract, irreversible: reason },
];

const cab = { group: 'cab', count: 1, deadlineMs: 1000, remindBeforeMs: [] };
const risk = {
  ...usualRiskPolicy,
  reviews: { cab },
  rules: [
    {
      when: { irreversible: true },
      require: { id: 'data', group: 'testers', count: 1, deadlineMs: 1000, remindBeforeMs: [] },
    },
  ],
} as const;
const backup = {
  item: 'backup',
  takenAt: ['taken-at'],
  maximumAgeMs: 1000,
  restore: ['restore', '{database}'],
  expects: [{ query: 'select 1', equals: '1' }],
  before: 'irreversible',
  timeoutMs: 1000,
} as const;

type Given = {
  readonly catalog?: readonly Service[];
  readonly policy?: Partial<EnvironmentPolicy>;
};

function compiled(
  components: readonly ComponentSpec[],
  { catalog = services, policy = {} }: Given = {},
) {
  const rules = anEnvironmentPolicy({ checklist: [backup], ...policy });
  const people = [...aCatalog().people, { id: 'opal', name: 'opal', email: 'opal@example.com' }];
  const groups = [...aCatalog().groups, { id: 'operations', title: 'Ops', members: ['opal'] }];
  const made = compilePlan(
    planSources({
      catalog: aCatalog({ services: catalog, people, groups }),
      spec: aSpec({ components, environments: ['staging'], delivery: { reason: 'It is a test.' } }),
      policy: { ...aPolicy({ staging: rules, production: rules }), risk },
    }),
  );
  return 'problems' in made ? made.problems : made.plan;
}

function planOf(...given: Parameters<typeof compiled>) {
  const made = compiled(...given);
  if (!('stages' in made)) throw new Error(JSON.stringify(made));
  return made;
}

function problemsOf(...given: Parameters<typeof compiled>) {
  const made = compiled(...given);
  return 'stages' in made ? [] : made.map(({ code, pointer }) => `${code} ${pointer}`);
}

const isDeployment = (stage: Stage) => stage.kind === 'deploy';

describe('a migration that contracts', () => {
  test('goes out last of all in each environment, after its watch and what is asked', () => {
    const { stabilize } = aStage('stabilize');
    const { confirm: _, skippedBy: __, ...sample } = aStage('task').task;
    const task = { ...sample, at: 'before-contract' } as const;
    const { stages } = planOf(full, { policy: { stabilize, tasks: [task] } });
    const ids = stages.filter(({ environment }) => environment === 'staging').map(({ id }) => id);
    expect(ids.slice(-4)).toEqual([
      'staging/validate',
      'staging/stabilize',
      'staging/task/switch',
      'staging/contract',
    ]);
    expect(stages.filter(isDeployment)).toMatchObject([
      { id: 'staging/deploy', waves: [['reports', 'tables'], ['orders'], ['web']] },
      { id: 'staging/contract', waves: [['old-tables']], phase: 'contract' },
    ]);
    const without = planOf(full.slice(0, 4), { policy: { stabilize, tasks: [task] } });
    expect(without.stages.map(({ id }) => id)).not.toContain('staging/task/switch');
  });

  test('shows whose old code has to be gone, and what cannot go back once it has begun', () => {
    const { components } = planOf(full);
    expect(components.at(-1)).toMatchObject({
      name: 'old-tables',
      wave: 3,
      contracts: { users: ['orders', 'reports'], holds: ['orders', 'reports', 'tables'] },
    });
    expect(components.find(({ name }) => name === 'tables')?.stays).toEqual({
      reason: 'It is empty.',
    });
  });
});

describe('what is said of when a migration runs', () => {
  test('is refused where it would run under old code, and only there', () => {
    const without = full.filter(({ service }) => service !== 'reports');
    const made = compiled(without);
    expect(made).toMatchObject([
      { code: 'contract-under-old-code', pointer: '/spec/components/3/phase' },
    ]);
    expect(JSON.stringify(made)).toMatch(/take away in staging what the version of `reports`/);
    const elsewhere = services.map((each) =>
      each.name === 'reports' ? { ...each, deployments: {} } : each,
    );
    expect(problemsOf(without, { catalog: elsewhere })).toEqual([]);
  });

  test.each<[string, Partial<ComponentSpec>, readonly string[]]>([
    ['nobody says what it takes away', { phase: 'contract' }, ['contract-without-reason']],
    [
      'it is chosen to stay',
      { ...contract, irreversible: reason, stays: reason },
      ['stays-in-any-case'],
    ],
  ])('is refused when %s', (_what, said, codes) => {
    const components = full.map((each) =>
      each.service === 'old-tables' ? { service: each.service, version: '3.0.0', ...said } : each,
    );
    const found = problemsOf(components).map((each) => each.split(' ')[0]);
    expect(found).toEqual(codes);
  });

  test('is refused when nobody knows whose code needs what it takes away', () => {
    const alone = [{ ...contract, service: 'lonely', irreversible: reason }];
    const catalog = [...services, tables('lonely')];
    expect(problemsOf(alone, { catalog })).toEqual([
      'contract-without-users /spec/components/0/phase',
    ]);
  });

  test('is one of a component with migrations', () => {
    const components = [{ service: 'reports', version: '2.0.0', stays: reason }];
    expect(problemsOf(components)).toEqual(['no-migrations /spec/components/0/stays']);
  });
});
