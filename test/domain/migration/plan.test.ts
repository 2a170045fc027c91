import type { Service } from '../../../domain/plan/catalog.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { BackupItem, Policy } from '../../../domain/plan/policy.ts';
import type { ComponentSpec } from '../../../domain/plan/spec.ts';
import { type ApprovalRule, usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { aService } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';

const migrations = { lockTimeoutMs: 5_000, statementTimeoutMs: 60_000, bookkeeping: [] };
const irreversible = { reason: 'It merges the customers.' };
const deployment = { deployer: 'fake', settings: {}, traffic: false };
const schema: Service = {
  ...aService('schema'),
  migrations,
  deployments: { staging: deployment, production: deployment },
};
const signs: ApprovalRule = {
  when: { irreversible: true },
  require: { id: 'data', group: 'testers', count: 1, deadlineMs: 1000, remindBeforeMs: [] },
};

const backup: BackupItem = {
  item: 'backup',
  takenAt: ['taken-at'],
  maximumAgeMs: 1000,
  restore: ['restore', '{database}'],
  expects: [{ query: 'select 1', equals: '1' }],
  before: 'irreversible',
  timeoutMs: 1000,
};

function compiled(
  service: Service,
  component: Partial<ComponentSpec>,
  rules: Policy['risk'],
  checklist: readonly BackupItem[] = [backup],
) {
  const cab = { group: 'cab', count: 1, deadlineMs: 1000, remindBeforeMs: [] };
  const risk = { ...usualRiskPolicy, ...rules, reviews: { cab } };
  return compilePlan(
    planSources({
      catalog: aCatalog({ services: [...aCatalog().services, service] }),
      spec: aSpec({
        components: [{ service: 'schema', version: '2.0.0', ...component }],
        delivery: { reason: 'It is a test.' },
      }),
      policy: { ...aPolicy({ production: anEnvironmentPolicy({ checklist }) }), risk },
    }),
  );
}

const withRules = (...rules: readonly ApprovalRule[]) => ({ ...usualRiskPolicy, rules });

function planOf(...given: Parameters<typeof compiled>) {
  const made = compiled(...given);
  if ('problems' in made) throw new Error(JSON.stringify(made.problems));
  return made.plan;
}

function codesOf(...given: Parameters<typeof compiled>) {
  const made = compiled(...given);
  return 'problems' in made ? made.problems.map(({ code, pointer }) => `${code} ${pointer}`) : [];
}

const approvalsOf = (...given: Parameters<typeof compiled>) =>
  planOf(...given).stages.flatMap((stage) =>
    stage.kind === 'approval' ? stage.requirements.map(({ id }) => id) : [],
  );

describe('a component with migrations', () => {
  test('has their rehearsal among its gates without anybody asking', () => {
    const { stages } = planOf(schema, {}, withRules());
    const definition = { gate: 'migration-rehearsal', name: 'migration-rehearsal', ...migrations };
    expect(stages.find(({ kind }) => kind === 'gates')).toMatchObject({
      gates: [{ component: 'schema', definition }],
    });
  });

  test('serves no users, and has no other gate of that name', () => {
    const gate = { gate: 'command', name: 'migration-rehearsal', command: ['true'] } as const;
    const served = { ...aService('schema'), migrations, gates: [gate] };
    expect(codesOf(served, {}, withRules())).toEqual([
      'migrations-with-users /spec/services/3/deployments/staging/traffic',
      'migrations-with-users /spec/services/3/deployments/production/traffic',
      'reserved-name /spec/services/3/gates/0/name',
    ]);
  });
});

describe('a migration that cannot come back', () => {
  test('shows in the plan, asks for no way back, and has somebody sign for it', () => {
    const plan = planOf(schema, { irreversible }, withRules(signs));
    expect(plan.components).toMatchObject([{ name: 'schema', irreversible }]);
    expect(plan.stages.find(({ kind }) => kind === 'gates')).toMatchObject({
      gates: [{ definition: { irreversible } }],
    });
    expect(approvalsOf(schema, { irreversible }, withRules(signs))).toContain('production/data');
    expect(approvalsOf(schema, {}, withRules(signs))).not.toContain('production/data');
  });

  test('has a backup restored before, which others need not', () => {
    const { expects: _, ...unseen } = backup;
    const known = [withRules(signs), [unseen]] as const;
    expect(codesOf(schema, { irreversible }, ...known)).toEqual([
      'no-restored-backup /spec/components/0/irreversible',
    ]);
    const checklistsOf = (...given: Parameters<typeof compiled>) =>
      planOf(...given).stages.filter(({ kind }) => kind === 'checklist');
    expect(checklistsOf(schema, { irreversible }, withRules(signs))).toMatchObject([
      { items: [backup] },
    ]);
    expect(checklistsOf(schema, {}, withRules(signs))).toEqual([]);
    const asked = [{ ...backup, before: 'migrations' } as const];
    expect(checklistsOf(schema, {}, withRules(signs), asked)).toMatchObject([{ items: asked }]);
  });

  test('weighs as what cannot be taken back, once', () => {
    const factorsOf = (component: Partial<ComponentSpec>) =>
      planOf(schema, component, withRules(signs)).assessment?.factors;
    expect(factorsOf({ irreversible })).toEqual(factorsOf({ raises: ['irreversible'] }));
    const both = { irreversible, raises: ['irreversible'] } as const;
    expect(factorsOf(both)).toEqual(factorsOf({ irreversible }));
  });

  test('is like one whose way back loses rows, which is rehearsed all the same', () => {
    const lossy = { tables: ['notes'], reason: 'Notes are merged.' };
    const plan = planOf(schema, { lossy }, withRules(signs));
    expect(plan.stages.find(({ kind }) => kind === 'gates')).toMatchObject({
      gates: [{ definition: { lossy } }],
    });
    expect(approvalsOf(schema, { lossy }, withRules(signs))).toContain('production/data');
    expect(plan.stages.filter(({ kind }) => kind === 'checklist')).toMatchObject([
      { items: [backup] },
    ]);
    expect(codesOf(schema, { lossy }, withRules())).toEqual([
      'nobody-signs /spec/components/0/lossy',
    ]);
    expect(codesOf(schema, { lossy, irreversible }, withRules(signs))).toEqual([
      'lossy-without-way-back /spec/components/0/irreversible',
    ]);
  });

  test.each([
    ['there is no rule', []],
    ['the rule is for another class', [{ ...signs, when: { ...signs.when, classes: ['major'] } }]],
    ['it asks elsewhere', [{ ...signs, when: { ...signs.when, environments: ['staging'] } }]],
    ['it speaks of something else', [{ ...signs, when: {} }]],
  ] as const)('is refused while nobody signs for it: %s', (_what, rules) => {
    expect(codesOf(schema, { irreversible }, withRules(...rules))).toEqual([
      'nobody-signs /spec/components/0/irreversible',
    ]);
  });

  test('is one of a component with migrations: everything else can be taken back', () => {
    expect(codesOf(aService('schema'), { irreversible }, withRules(signs))).toEqual([
      'irreversible-without-migrations /spec/components/0/irreversible',
    ]);
  });
});
