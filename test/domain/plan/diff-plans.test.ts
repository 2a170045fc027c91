import { compilePlan, type PlanSources } from '../../../domain/plan/compile-plan.ts';
import { diffPlans } from '../../../domain/plan/diff-plans.ts';
import {
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';

function planOf(sources: Partial<PlanSources> = {}) {
  const compiled = compilePlan(planSources(sources));
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

const withWindow = { policy: aPolicy({ production: anEnvironmentPolicy({ window: true }) }) };

describe('the difference of two plans', () => {
  test('is nothing for the same plan', () => {
    expect(diffPlans(planOf(), planOf())).toEqual([]);
  });

  test('names what changed, with before and after', () => {
    const components = [
      { service: 'web', version: '2.1.0' },
      { service: 'orders', version: '2.0.0' },
    ];
    expect(diffPlans(planOf(), planOf({ spec: aSpec({ components }) }))).toEqual([
      {
        change: 'changed',
        pointer: '/components/1/version',
        part: 'component web',
        before: '2.0.0',
        after: '2.1.0',
      },
      {
        change: 'changed',
        pointer: '/components/1/tag',
        part: 'component web',
        before: 'v2.0.0',
        after: 'v2.1.0',
      },
    ]);
  });

  test('is one difference for one more stage, whatever stands behind it', () => {
    const differences = diffPlans(planOf(), planOf(withWindow));
    expect(differences).toMatchObject([
      { change: 'added', pointer: '/stages/7', part: 'stage production/window' },
    ]);
    expect(differences[0]).not.toHaveProperty('before');
  });

  test('points into the plan before for what was removed', () => {
    expect(diffPlans(planOf(withWindow), planOf())).toMatchObject([
      { change: 'removed', pointer: '/stages/7', part: 'stage production/window' },
    ]);
  });

  test('says when the same stages run in another order', () => {
    const plan = planOf();
    const swapped = { ...plan, stages: plan.stages.toReversed() };
    expect(diffPlans(plan, swapped)).toMatchObject([
      { pointer: '/stages', part: 'order of the stages' },
    ]);
  });
});
