import { readFailTarget } from '../../../domain/rehearsal/fail-targets.ts';
import { occasionOf, strikes } from '../../../domain/rehearsal/strikes.ts';
import { aPlan, aStage, twoWaves } from '../../support/builders/plan.ts';

const staging = { id: 'staging/deploy', environment: 'staging' };
const smoke = aStage('validate', {
  id: 'production/smoke',
  checks: [{ check: 'command', name: 'answers', command: ['true'], timeoutMs: 1 }],
});
const plan = aPlan(
  [
    aStage('build'),
    aStage('deploy', staging),
    aStage('checklist'),
    aStage('window'),
    aStage('deploy'),
    smoke,
    aStage('canary'),
    aStage('validate'),
    aStage('review'),
  ],
  twoWaves,
);
const read = (text: string) => readFailTarget(text, plan);

test('a kind means the stage that is nearest to users', () => {
  expect(read('deploy')).toEqual({ stage: 'production/deploy', part: null });
  expect(read('staging/deploy')).toEqual({ stage: 'staging/deploy', part: null });
  expect(read('smoke')).toEqual({ stage: 'production/smoke', part: null });
});

test('a part is one that the stage has', () => {
  expect(read('deploy:orders')).toEqual({ stage: 'production/deploy', part: 'orders' });
  expect(read('smoke:answers')).toEqual({ stage: 'production/smoke', part: 'answers' });
  expect(read('rollback:web')).toEqual({ stage: 'rollback', part: 'web' });
  expect(read('deploy:order')).toEqual({
    problem: expect.stringContaining('no part `order`'),
    remedy: expect.stringContaining('Did you mean `orders`?'),
  });
});

test('what is unknown or cannot fail says what to do instead', () => {
  const known = [
    ['canery', /no stage and no kind/, /Did you mean `canary`/],
    ['window', /does not fail/, /`closed`/],
    ['review', /does not fail/, /`nobody`/],
    ['checklist', /No item/, /the item asks about/],
  ] as const;
  for (const [text, problem, remedy] of known) {
    expect(read(text)).toEqual({
      problem: expect.stringMatching(problem),
      remedy: expect.stringMatching(remedy),
    });
  }
});

test('a mishap strikes its stage and its part, and nothing else', () => {
  const key = (stage: string) => `spring/${stage}/orders/1`;
  const deploying = (stage: string, component: string) =>
    occasionOf('deployComponent', { key: key(stage), component }, plan);
  const targets = [{ stage: 'production/deploy', part: 'orders' }];
  expect(strikes(targets, deploying('production/deploy', 'orders'))).toBe(true);
  expect(strikes(targets, deploying('production/deploy', 'web'))).toBe(false);
  expect(strikes(targets, deploying('staging/deploy', 'orders'))).toBe(false);
  const undoing = occasionOf('undoChange', { component: 'orders' }, plan);
  expect(strikes(targets, undoing)).toBe(false);
  expect(strikes([{ stage: 'rollback', part: null }], undoing)).toBe(true);
  const watching = occasionOf('observeCanary', { environment: 'production' }, plan);
  expect(strikes([{ stage: 'production/canary', part: 'web' }], watching, 'web')).toBe(true);
  expect(strikes([{ stage: 'production/canary', part: 'web' }], watching, 'orders')).toBe(false);
  expect(strikes(targets, occasionOf('recordFacts', {}, plan))).toBe(false);
});
