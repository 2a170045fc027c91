import { compilePlan, type PlanSources } from '../../../domain/plan/compile-plan.ts';
import { aStage } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';

function problemsOf(sources: Partial<PlanSources>) {
  const compiled = compilePlan(planSources(sources));
  return 'problems' in compiled ? compiled.problems : [];
}

describe('the compiler refuses', () => {
  test('all that the catalog and the policy do not know, at once, with nearest names', () => {
    const problems = problemsOf({
      spec: aSpec({
        policy: 'shopp',
        accountable: 'ritta',
        environments: ['prodution'],
        components: [{ service: 'weeb', version: '1.0.0' }],
      }),
    });
    expect(problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['unknown-person-or-group', '/spec/accountable'],
      ['unknown-environment', '/spec/environments/0'],
      ['unknown-service', '/spec/components/0/service'],
      ['unknown-policy', '/spec/policy'],
    ]);
    expect(problems[1]?.remedy).toContain('Did you mean `production`?');
    expect(problems[2]?.remedy).toContain('Did you mean `web`?');
  });

  test('a class that the policy has no rules for', () => {
    expect(problemsOf({ spec: aSpec({ releaseClass: 'major' }) })).toMatchObject([
      { code: 'unknown-class', pointer: '/spec/class', remedy: 'Known are `normal`.' },
    ]);
  });

  test('an environment on the way that the policy has no rules for', () => {
    const environments = { production: anEnvironmentPolicy() };
    const normal = { ...required(aPolicy().classes.normal), environments };
    const policy = { name: 'shop', classes: { normal } };
    expect(problemsOf({ policy })).toMatchObject([
      { code: 'no-environment-policy', pointer: '/spec/environments' },
    ]);
  });

  test('a component that cannot be deployed to an environment on the way', () => {
    const [web, ...rest] = aCatalog().services;
    const { staging, ...deployments } = required(web).deployments;
    const catalog = aCatalog({ services: [{ ...required(web), deployments }, ...rest] });
    expect(problemsOf({ catalog })).toMatchObject([
      { code: 'not-deployable', pointer: '/spec/components/0/service' },
    ]);
    expect(staging).toBeDefined();
  });
});

describe('the compiler refuses, about the way back,', () => {
  test('a release above the lowest class without a way back, naming each missing part', () => {
    const problems = problemsOf({ spec: aSpec({ rollback: null }) });
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/spec/rollback/owner',
      '/spec/rollback/criteria',
      '/spec/rollback/communication',
      '/spec/rollback/timeToDecide',
      '/spec/rollback/timeToRestore',
      '/spec/rollback/runbook',
    ]);
  });

  test.each(['criteria', 'communication', 'runbook'] as const)('a way back without %s', (part) => {
    const spec = aSpec();
    const rollback = { ...required(spec.rollback), [part]: [] };
    expect(problemsOf({ spec: { ...spec, rollback } })).toMatchObject([
      { code: 'rollback-missing', pointer: `/spec/rollback/${part}` },
    ]);
  });

  test('a canary without the time that a person has to decide, in the lowest class too', () => {
    const environments = {
      staging: anEnvironmentPolicy(),
      production: anEnvironmentPolicy({ canary: aStage('canary').canary }),
    };
    const standard = { ...required(aPolicy().classes.normal), environments };
    const policy = { name: 'shop', classes: { standard } };
    const spec = aSpec({ releaseClass: 'standard', rollback: null });
    expect(problemsOf({ spec, policy })).toMatchObject([{ code: 'rollback-missing' }]);
    const plain = { ...standard, environments: required(aPolicy().classes.normal).environments };
    expect(problemsOf({ spec, policy: { name: 'shop', classes: { standard: plain } } })).toEqual(
      [],
    );
  });
});

describe('the compiler also refuses', () => {
  test('a stage for which nobody is responsible, because its group has no members', () => {
    const groups = aCatalog().groups.map((group) =>
      group.id === 'engineers' ? { ...group, members: [] } : group,
    );
    const problems = problemsOf({ catalog: aCatalog({ groups }) });
    expect(problems).toMatchObject([{ code: 'nobody-responsible', document: 'policy' }]);
    expect(problems[0]?.message).toContain('`production/deploy`');
  });

  test('a release that nobody answers for', () => {
    const groups = [...aCatalog().groups, { id: 'empty', title: 'Empty', members: [] }];
    const spec = aSpec({ accountable: 'empty' });
    expect(problemsOf({ spec, catalog: aCatalog({ groups }) })).toMatchObject([
      { code: 'nobody-accountable', pointer: '/spec/accountable' },
    ]);
  });

  test('settings that a deployer cannot work with, once for each place', () => {
    const checkSettings = (deployer: string) => [`${deployer} wants a command.`];
    const problems = problemsOf({ checkSettings });
    expect(problems.map(({ document, pointer }) => `${document} ${pointer}`)).toEqual([
      'catalog /spec/services/0/deployments/staging/settings',
      'catalog /spec/services/0/deployments/production/settings',
      'catalog /spec/services/1/deployments/staging/settings',
      'catalog /spec/services/1/deployments/production/settings',
    ]);
  });

  test('a check that asks for the version of something that is not released', () => {
    const check = { check: 'command', name: 'shop', timeoutMs: 1000 } as const;
    const command = ['shop', '{origin.payments}', '{version.payments}'];
    const production = anEnvironmentPolicy({ validate: [{ ...check, command }] });
    expect(problemsOf({ policy: aPolicy({ production }) })).toMatchObject([
      { code: 'check-needs-component', pointer: '/spec/components' },
    ]);
  });

  test('the same component or environment twice', () => {
    const component = { service: 'web', version: '1.0.0' };
    const spec = aSpec({
      components: [component, component],
      environments: ['staging', 'staging'],
    });
    expect(problemsOf({ spec })).toMatchObject([
      { code: 'duplicate-name', pointer: '/spec/environments/1' },
      { code: 'duplicate-name', pointer: '/spec/components/1/service' },
    ]);
  });
});

function required<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('The builder gave nothing.');
  return value;
}
