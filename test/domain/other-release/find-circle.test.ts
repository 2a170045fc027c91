import fc from 'fast-check';
import type { Awaited } from '../../../domain/other-release/awaited.ts';
import { checkOthers } from '../../../domain/other-release/check-others.ts';
import { findCircle } from '../../../domain/other-release/find-circle.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { ReleasePlan } from '../../../domain/plan/plan.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';
import { aSpec, planSources } from '../../support/builders/plan-sources.ts';

const names = ['orders', 'prices', 'shop'] as const;
const environments = ['staging', 'production'] as const;
type Link = { from: string; enters: string; release: string; stage: string; isTrain: boolean };

/** A release whose two environments each begin with a wait and end with a deployment. */
function planOf(name: string, links: readonly Link[]): ReleasePlan {
  const stages = environments.flatMap((environment) => {
    const own = links.filter(({ from, enters }) => from === name && enters === environment);
    const waiting = aStage('await-releases', {
      id: `${environment}/wait`,
      environment,
      awaited: own.map(({ release, stage, isTrain }): Awaited => {
        const until = isTrain ? 'reached' : 'succeeded';
        return { release, stage: isTrain ? `${enteredBy(stage)}/wait` : stage, until };
      }),
    });
    return [waiting, aStage('deploy', { id: `${environment}/deploy`, environment })];
  });
  return aPlan(stages, { name, environments });
}
const enteredBy = (stage: string) => stage.split('/')[0] ?? '';

/** Plays releases until none goes on: whoever then still waits, waits for ever. */
function isStuck(plans: readonly ReleasePlan[]): boolean {
  const done = new Map<string, number>(plans.map(({ name }) => [name, 0]));
  const indexOf = ({ release, stage }: Awaited) =>
    plans.find(({ name }) => name === release)?.stages.findIndex(({ id }) => id === stage) ?? -1;
  const hasCome = (awaited: Awaited) => {
    const reached = done.get(awaited.release) ?? 0;
    return awaited.until === 'reached' ? reached >= indexOf(awaited) : reached > indexOf(awaited);
  };
  for (let goesOn = true; goesOn; ) {
    goesOn = false;
    for (const { name, stages } of plans) {
      const stage = stages[done.get(name) ?? 0];
      if (stage === undefined) continue;
      if (stage.kind === 'await-releases' && !stage.awaited.every(hasCome)) continue;
      done.set(name, (done.get(name) ?? 0) + 1);
      goesOn = true;
    }
  }
  return plans.some(({ name, stages }) => (done.get(name) ?? 0) < stages.length);
}

const link = fc.record({
  from: fc.constantFrom(...names),
  enters: fc.constantFrom(...environments),
  release: fc.constantFrom(...names),
  stage: fc.constantFrom('staging/deploy', 'production/deploy'),
  isTrain: fc.boolean(),
});

test('releases wait for each other for ever exactly where one of them has a circle', () => {
  fc.assert(
    fc.property(fc.array(link, { maxLength: 5 }), (links) => {
      const plans = names.map((name) => planOf(name, links));
      const known = new Map(plans.map((plan) => [plan.name, plan]));
      const circles = plans.filter((plan) => findCircle(plan, known) !== null);
      expect(circles.length > 0).toBe(isStuck(plans));
    }),
    { numRuns: 500 },
  );
});

test('a circle is told by the names on it', () => {
  const links = [
    { from: 'orders', enters: 'production', release: 'prices' },
    { from: 'prices', enters: 'staging', release: 'shop' },
    { from: 'shop', enters: 'production', release: 'orders' },
  ].map((each): Link => ({ ...each, stage: 'production/deploy', isTrain: false }));
  const known = new Map(names.map((name) => [name, planOf(name, links)]));
  expect(findCircle(planOf('shop', links), known)).toEqual(['shop', 'orders', 'prices', 'shop']);
});

describe('a document', () => {
  const problemsOf = (change: Parameters<typeof aSpec>[0]) => {
    const compiled = compilePlan(planSources({ spec: aSpec(change) }));
    return 'problems' in compiled
      ? compiled.problems.map(({ code, pointer }) => `${code} ${pointer}`)
      : [];
  };
  const wait = { release: 'orders', stage: 'production/deploy', before: 'production' };

  test('has its waits where it enters: others first, its train after everybody approved', () => {
    const train = { name: 'year-end', with: ['prices'], enters: 'production' };
    const compiled = compilePlan(planSources({ spec: aSpec({ after: [wait], train }) }));
    const stages = 'plan' in compiled ? compiled.plan.stages : [];
    const production = stages.filter(({ environment }) => environment === 'production');
    expect(production.map(({ id }) => id)).toEqual([
      'production/predecessors',
      'production/promote',
      'production/train',
      'production/deploy',
      'production/validate',
    ]);
    expect(production[2]).toMatchObject({
      awaited: [
        { release: 'prices', stage: 'production/train', until: 'reached', train: 'year-end' },
      ],
    });
  });

  test('is refused where it waits for itself, twice for one, or where it does not go', () => {
    const train = { name: 'year-end', with: ['shop-2', 'prices', 'prices'], enters: 'prodution' };
    const after = [wait, { ...wait, stage: 'production/validate' }, { ...wait, release: 'shop-2' }];
    expect(problemsOf({ after, train })).toEqual([
      'waits-for-itself /spec/after/2/release',
      'duplicate-name /spec/after/1',
      'unknown-environment /spec/train/enters',
      'duplicate-name /spec/train/with/2',
      'waits-for-itself /spec/train/with/0',
    ]);
    expect(problemsOf({ after: [{ ...wait, before: 'moon' }] })).toEqual([
      'unknown-environment /spec/after/0/before',
    ]);
  });

  test('waits for no release and no stage that nobody knows, but for those of its train', () => {
    const train = { name: 'year-end', with: ['nobody'], enters: 'production' };
    const plan = planOf('shop', []);
    const known = new Map([['prices', planOf('prices', [])]]);
    const after = [
      { ...wait, release: 'price' },
      { ...wait, release: 'prices', stage: 'production/deplyo' },
    ];
    expect([...checkOthers({ after, train }, plan, known)]).toMatchObject([
      { code: 'unknown-release', pointer: '/spec/after/0/release' },
      {
        code: 'unknown-stage',
        remedy: expect.stringContaining('Did you mean `production/deploy`'),
      },
    ]);
    expect([...checkOthers({ train }, plan, known)]).toEqual([]);
  });
});
