import { type ObservedAccess, whyNotGone } from '../../../domain/access/observed.ts';

const gone: ObservedAccess = {
  standing: 'revoked',
  canLogin: false,
  roles: [],
  validUntil: null,
  sessions: 0,
};

test('what was taken away is gone when nothing is left', () => {
  expect(whyNotGone(gone)).toBeNull();
});

test.each([
  ['login', { canLogin: true }],
  ['a role', { roles: ['readonly'] }],
  ['a session', { sessions: 1 }],
  ['no note that it never comes again', { standing: 'never' }],
] as const)('%s that is left is told', (_what, left) => {
  expect(whyNotGone({ ...gone, ...left })).not.toBeNull();
});
