import { whyFinal, whyKept } from '../../../domain/rollback/why-kept.ts';

const irreversible = { reason: 'It is gone.' };
const stays = { reason: 'It harms nobody.' };
const web = {
  environment: 'production',
  component: 'web',
  to: { digest: 'sha256:web', version: '2.0.0' },
  status: 'applied',
} as const;
const contraction = { ...web, component: 'tables', irreversible, holds: ['web'] } as const;

test.each([
  ['stays when it was planned so', { irreversible }, 'It is gone.'],
  ['goes back when it was refused before it began', { irreversible, isWithheld: true }, null],
  ['goes back when nothing was said', {}, null],
  ['stays when it may', { stays }, 'It harms nobody.'],
  ['that may stay goes back when it was refused', { stays, isWithheld: true }, null],
] as const)('a change %s', (_what, said, reason) => {
  const change = { ...web, ...said };
  expect(whyKept(change, [change])).toBe(reason);
});

test('what may stay can still be taken back for another version', () => {
  expect(whyFinal({ ...web, stays }, [])).toBeNull();
});

const took = 'tables 2.0.0 took away what the version before needs: It is gone.';

test.each([
  ['has begun', contraction, took],
  ['was left already', { ...contraction, status: 'kept' }, took],
  ['was refused before it began', { ...contraction, isWithheld: true }, null],
  ['was made elsewhere', { ...contraction, environment: 'staging' }, null],
  ['has another in its hands', { ...contraction, holds: ['orders'] }, null],
  ['was replaced', { ...contraction, status: 'replaced' }, null],
] as const)('nothing goes back to a version whose contraction %s', (_what, other, reason) => {
  expect(whyKept(web, [web, other])).toBe(reason);
});
