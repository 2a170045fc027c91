import { checkPolicy } from '../../../domain/plan/check-policy.ts';
import { type RiskPolicy, usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { aCatalog, anEnvironmentPolicy, aPolicy } from '../../support/builders/plan-sources.ts';

const review = { group: 'cab', count: 1, deadlineMs: 1000, remindBeforeMs: [] };

function problemsOf(change: Partial<RiskPolicy>, approvals = [{ ...review, id: 'board' }]) {
  const policy = aPolicy({ production: anEnvironmentPolicy({ approvals }) });
  const risk = { ...usualRiskPolicy, ...change };
  return checkPolicy({ ...policy, risk }, aCatalog()).map(({ code, pointer }) => [code, pointer]);
}

describe('how a policy weighs releases', () => {
  test('is fine when it says nothing, and with everything that is known', () => {
    expect(problemsOf({})).toEqual([]);
    const changeModel = { name: 'routine', services: ['web'], maximumScore: 9 };
    expect(
      problemsOf({
        changeModels: [{ ...changeModel, maximumType: 'patch' }],
        reviews: { peer: { ...review, group: 'testers' }, cab: review },
        rules: [{ when: { environments: ['staging'] }, require: { ...review, id: 'board' } }],
      }),
    ).toEqual([]);
  });

  test('names all that the catalog does not know, and that nobody could meet', () => {
    const model = { name: 'routine', services: ['weeb'], maximumType: 'patch', maximumScore: 9 };
    expect(
      problemsOf({
        changeModels: [
          { ...model, maximumType: 'patch' },
          { ...model, maximumType: 'patch' },
        ],
        reviews: { peer: { ...review, count: 3 }, cab: { ...review, group: 'cap' } },
        rules: [{ when: { environments: ['stagin'] }, require: { ...review, id: 'uat' } }],
      }),
    ).toEqual([
      ['duplicate-name', '/spec/risk/changeModels/1/name'],
      ['unknown-service', '/spec/risk/changeModels/0/services/0'],
      ['unknown-service', '/spec/risk/changeModels/1/services/0'],
      ['unknown-group', '/spec/risk/reviews/cab/group'],
      ['too-few-members', '/spec/risk/reviews/peer/group'],
      ['unknown-environment', '/spec/risk/rules/0/when/environments/0'],
      ['reserved-name', '/spec/risk/rules/0/require/id'],
    ]);
  });

  test('may not make a service look safer by calling it more critical', () => {
    const criticality = { low: 0, medium: 5, high: 4, critical: 4 };
    expect(problemsOf({ weights: { ...usualRiskPolicy.weights, criticality } })).toEqual([
      ['weight-falls', '/spec/risk/weights/criticality/high'],
    ]);
  });

  test('asks one group under one id', () => {
    const rule = { when: {}, require: { ...review, group: 'testers', id: 'cab' } };
    const other = [{ ...review, group: 'engineers', id: 'cab' }];
    expect(problemsOf({ reviews: { cab: review }, rules: [rule] }, other)).toEqual([
      ['duplicate-name', '/spec/risk/rules/0/require/id'],
      ['duplicate-name', '/spec/classes/normal/environments/production/approvals/0/id'],
    ]);
  });
});
