import { compilePlan, type PlanSources } from '../../../domain/plan/compile-plan.ts';
import type { EnvironmentPolicy } from '../../../domain/plan/policy.ts';
import { aService, aStage } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';

function planOf(sources: Partial<PlanSources>) {
  const compiled = compilePlan(planSources(sources));
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

function stagesWith(change: Partial<EnvironmentPolicy>) {
  return planOf({ policy: aPolicy({ production: anEnvironmentPolicy(change) }) }).stages;
}

const http = { check: 'http', path: '/healthz', expectStatus: 200 } as const;
const atInstances = { ...http, name: 'smoke', component: 'web', at: 'instances' } as const;
const atGateway = { ...http, name: 'page', component: 'web', at: 'gateway' } as const;

describe('a compiled plan', () => {
  test('goes through every environment before its target, in promotion order', () => {
    const { environments, stages } = planOf({ spec: aSpec({ environments: ['production'] }) });
    expect(environments).toEqual(['staging', 'production']);
    expect(stages.find(({ id }) => id === 'production/promote')).toMatchObject({
      from: 'staging',
      soakMs: 5000,
    });
  });

  test('ends with its target, and leaves later environments alone', () => {
    expect(planOf({ spec: aSpec({ environments: ['staging'] }) }).environments).toEqual([
      'staging',
    ]);
  });

  test('deploys in waves, also where a dependency leads through what is not released', () => {
    const components = ['web', 'payments'].map((service) => ({ service, version: '1.0.0' }));
    const { stages, components: planned } = planOf({ spec: aSpec({ components }) });
    const deploy = stages.find(({ id }) => id === 'staging/deploy');
    expect(deploy).toMatchObject({ waves: [['payments'], ['web']] });
    expect(planned.map(({ name, wave, tag }) => [name, wave, tag])).toEqual([
      ['payments', 0, 'v1.0.0'],
      ['web', 1, 'v1.0.0'],
    ]);
  });
});

describe('the stages of a plan', () => {
  test('has every stage that the policy asks for, in the order in which they run', () => {
    const policy = anEnvironmentPolicy({
      approvals: [{ id: 'cab', group: 'cab', count: 1, deadlineMs: 1000, remindBeforeMs: [] }],
      window: true,
      checklist: [{ item: 'announcement-sent' }],
      announce: { audience: ['cab'], channels: ['log'], text: 'It comes.' },
      canary: aStage('canary').canary,
      validate: [atInstances, atGateway],
      uat: { ...aStage('uat').uat, escalateTo: 'cab' },
      stabilize: aStage('stabilize').stabilize,
    });
    const { stages } = planOf({ policy: aPolicy({ production: policy }) });
    expect(stages.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'build build',
      'package package',
      'gates gates',
      'staging/promote promote',
      'staging/deploy deploy',
      'staging/validate validate',
      'production/promote promote',
      'production/approval approval',
      'production/window window',
      'production/announce announce',
      'production/checklist checklist',
      'production/deploy deploy',
      'production/smoke validate',
      'production/canary canary',
      'production/validate validate',
      'production/uat uat',
      'production/stabilize stabilize',
      'review review',
    ]);
  });

  test('asks new instances before users meet them, and the gateway after the canary', () => {
    const canary = aStage('canary').canary;
    const stages = stagesWith({ canary, validate: [atInstances, atGateway] });
    const checks = (id: string) => stages.find((stage) => stage.id === id);
    expect(checks('production/smoke')).toMatchObject({ checks: [atInstances] });
    expect(checks('production/validate')).toMatchObject({ checks: [atGateway] });
    expect(checks('production/deploy')).toMatchObject({ strategy: 'beside' });
    expect(checks('production/canary')).toMatchObject({
      components: ['orders', 'web'],
      decisionTimeMs: 20_000,
    });
  });

  test('without a canary validates everything at once after the deployment', () => {
    const stages = stagesWith({ validate: [atInstances, atGateway] });
    expect(stages.map(({ id }) => id)).not.toContain('production/smoke');
    expect(stages.find(({ id }) => id === 'production/validate')).toMatchObject({
      checks: [atInstances, atGateway],
    });
    expect(stages.find(({ id }) => id === 'production/deploy')).toMatchObject({
      strategy: 'all-at-once',
    });
  });
});

describe('the people and components of a plan', () => {
  test('makes no canary of components that no users reach', () => {
    const hidden = { deployer: 'fake', settings: {}, traffic: false };
    const web = { ...aService('web'), deployments: { staging: hidden, production: hidden } };
    const { stages } = planOf({
      spec: aSpec({ components: [{ service: 'web', version: '1.0.0' }] }),
      catalog: aCatalog({ services: [web] }),
      policy: aPolicy({ production: anEnvironmentPolicy({ canary: aStage('canary').canary }) }),
    });
    expect(stages.map(({ kind }) => kind)).not.toContain('canary');
  });

  test('gives requirements ids that are unique in the whole plan', () => {
    const approvals = [{ id: 'cab', group: 'cab', count: 1, deadlineMs: 1000, remindBeforeMs: [] }];
    const policy = anEnvironmentPolicy({ approvals });
    const { stages } = planOf({ policy: aPolicy({ staging: policy, production: policy }) });
    const ids = stages.flatMap((stage) =>
      stage.kind === 'approval' ? stage.requirements.map(({ id }) => id) : [],
    );
    expect(ids).toEqual(['staging/cab', 'production/cab']);
  });

  test('says for every stage who answers for it and who carries it out', () => {
    const { stages } = planOf({});
    for (const stage of stages) {
      expect(stage.accountable).toBe('rita');
      expect(stage.responsible.length).toBeGreaterThan(0);
    }
  });
});
