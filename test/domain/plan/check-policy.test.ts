import { checkPolicy } from '../../../domain/plan/check-policy.ts';
import type { EnvironmentPolicy } from '../../../domain/plan/policy.ts';
import { aService, aStage } from '../../support/builders/plan.ts';
import { aCatalog, anEnvironmentPolicy, aPolicy } from '../../support/builders/plan-sources.ts';

const at = '/spec/classes/normal/environments/production';

function problemsWith(change: Partial<EnvironmentPolicy>, catalog = aCatalog()) {
  return checkPolicy(aPolicy({ production: anEnvironmentPolicy(change) }), catalog);
}

const approval = { id: 'cab', group: 'cab', count: 2, deadlineMs: 1000, remindBeforeMs: [500] };

describe('a policy', () => {
  test('that the catalog knows everything of is accepted', () => {
    expect(problemsWith({ approvals: [approval] })).toEqual([]);
  });

  test('that names unknown groups, environments and services gets all problems at once', () => {
    const policy = aPolicy({
      production: anEnvironmentPolicy({
        responsible: 'engineer',
        approvals: [{ ...approval, group: 'cap' }],
        announce: { audience: ['engineers', 'everyone'], channels: ['log'], text: 'It comes.' },
        checklist: [{ item: 'support-coverage', group: 'support', minimum: 1 }],
        validate: [
          { check: 'command', name: 'shop', command: ['x', '{origin.wep}'], timeoutMs: 1000 },
          {
            check: 'http',
            name: 'well',
            component: 'order',
            path: '/',
            expectStatus: 200,
            at: 'gateway',
          },
        ],
      }),
      prodction: anEnvironmentPolicy(),
    });
    expect(checkPolicy(policy, aCatalog()).map(({ pointer }) => pointer)).toEqual([
      `${at}/responsible`,
      `${at}/approvals/0/group`,
      `${at}/checklist/0/group`,
      `${at}/announce/audience/1`,
      `${at}/validate/0/command/1`,
      `${at}/validate/1/component`,
      '/spec/classes/normal/environments/prodction',
    ]);
  });
});

describe('a policy that can never be met', () => {
  test('that asks for more people than a group has can never be met', () => {
    expect(problemsWith({ approvals: [{ ...approval, count: 3 }] })).toMatchObject([
      { code: 'too-few-members', pointer: `${at}/approvals/0/group` },
    ]);
  });

  test('that would remind before anything was asked is refused', () => {
    expect(problemsWith({ approvals: [{ ...approval, remindBeforeMs: [1000] }] })).toMatchObject([
      { code: 'reminder-too-early', pointer: `${at}/approvals/0/remindBefore/0` },
    ]);
  });

  test('that escalates to nobody new, or before anything was asked, is refused', () => {
    const escalations = [
      { to: 'nobody', beforeMs: 1 },
      { to: approval.group, beforeMs: 1 },
      { to: 'testers', beforeMs: approval.deadlineMs },
    ];
    const approvals = escalations.map((escalate, index) => ({
      ...approval,
      id: `one-${index}`,
      escalate,
    }));
    expect(problemsWith({ approvals })).toMatchObject([
      { code: 'unknown-group', pointer: `${at}/approvals/0/escalate/to` },
      { code: 'escalation-to-itself', pointer: `${at}/approvals/1/escalate/to` },
      { code: 'escalation-too-early', pointer: `${at}/approvals/2/escalate/before` },
    ]);
  });

  test('that uses one approval id twice, or the one of the acceptance test, is refused', () => {
    const approvals = [approval, approval, { ...approval, id: 'uat' }];
    expect(problemsWith({ approvals })).toMatchObject([
      { code: 'duplicate-name', pointer: `${at}/approvals/1/id` },
      { code: 'reserved-name', pointer: `${at}/approvals/2/id` },
    ]);
  });

  test('whose checklist asks for an announcement that nobody makes is refused', () => {
    expect(problemsWith({ checklist: [{ item: 'announcement-sent' }] })).toMatchObject([
      { code: 'nothing-announced', pointer: `${at}/checklist/0/item` },
    ]);
  });
});

describe('a policy that contradicts itself', () => {
  test('whose canary does not grow, or has no patience, is refused', () => {
    const step = { weightPercent: 100, observeMs: 8000, patienceMs: 8000 };
    const canary = {
      steps: [step, { ...step, patienceMs: 1000 }],
      thresholds: {
        minimumRequests: 30,
        maximumFailureRateIncrease: 0.01,
        maximumLatencyRatio: 2,
        toleratedLatencyIncreaseMs: 0,
        alpha: 0.05,
      },
      onSilence: 'rollback',
    } as const;
    expect(problemsWith({ canary })).toMatchObject([
      { code: 'step-does-not-grow', pointer: `${at}/canary/steps/1/weightPercent` },
      { code: 'patience-too-short', pointer: `${at}/canary/steps/1/patience` },
    ]);
  });

  test('whose canary leaves users behind is refused', () => {
    const steps = [{ weightPercent: 50, observeMs: 1000, patienceMs: 1000 }];
    const canary = { ...aStage('canary').canary, steps };
    expect(problemsWith({ canary })).toMatchObject([
      { code: 'not-for-everyone', pointer: `${at}/canary/steps/0/weightPercent` },
    ]);
  });

  test('that allows worse defects than lesser ones, or asks an unknown board, is refused', () => {
    const { uat } = aStage('uat');
    const unresolved = { atExpiry: 'escalate', escalateTo: 'cap', deadlineMs: 1000 } as const;
    const defects = { critical: 1, high: 0, low: 3 };
    const change = { uat: { ...uat, escalateTo: 'cab', defects, unresolved } };
    expect(problemsWith(change)).toMatchObject([
      { code: 'unknown-group', pointer: `${at}/uat/unresolved/escalateTo` },
      { code: 'worse-allowed-more', pointer: `${at}/uat/defects/critical` },
      { code: 'worse-allowed-more', pointer: `${at}/uat/defects/low` },
    ]);
  });

  test('that asks at the gateway for a service without traffic is refused', () => {
    const hidden = { deployer: 'fake', settings: {}, traffic: false };
    const web = { ...aService('web'), deployments: { staging: hidden, production: hidden } };
    const catalog = aCatalog({ services: [web] });
    const check = { check: 'http', name: 'well', component: 'web', path: '/', expectStatus: 200 };
    const gateway = { ...check, check: 'http', at: 'gateway' } as const;
    const instances = { ...gateway, name: 'smoke', at: 'instances' } as const;
    expect(problemsWith({ validate: [gateway, instances] }, catalog)).toMatchObject([
      { code: 'no-traffic', pointer: `${at}/validate/0/component` },
    ]);
  });

  test('that would never look during the stabilization is refused', () => {
    const stabilize = {
      durationMs: 1000,
      observeEveryMs: 2000,
      maximumFailureRate: 0.01,
      minimumRequests: 1,
    };
    expect(problemsWith({ stabilize })).toMatchObject([{ code: 'never-observed' }]);
  });
});
