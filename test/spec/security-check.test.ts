import { validationCheck } from '../../spec/validation-check.ts';

const read = (check: object) => validationCheck.safeParse({ name: 'safe', ...check });
const problemsOf = (check: object) => read(check).error?.issues.map(({ message }) => message) ?? [];

const identity = { check: 'identity', url: '{origin.web}/staff', value: '{credential.probe}' };
const headers = { check: 'headers', url: 'https://shop.example/', forbid: ['Server'] };

test('a check of security has defaults that are safe', () => {
  expect(read({ check: 'tls', url: 'https://shop.example' }).data).toMatchObject({
    minimumVersion: 'TLSv1.2',
    validForMs: 14 * 86_400_000,
  });
  expect(read(identity).data).toMatchObject({
    header: 'Authorization',
    expectStatus: 200,
    refuseStatuses: [401, 403],
  });
  expect(read({ ...headers, require: ['X-A'] }).data).toMatchObject({
    require: [{ header: 'X-A' }],
  });
});

test.each([
  ['TLS where there is none', { check: 'tls', url: 'http://shop.example' }, /`https:\/\/`/],
  ['a secret in the policy', { ...identity, value: 'Bearer abc' }, /No policy holds a secret/],
  ['a credential without TLS', { ...identity, url: 'http://shop.example/' }, /begins with `https/],
  ['a password in an address', { ...headers, url: 'https://a:b@shop.example/' }, /begins with/],
  ['one status for both', { ...identity, refuse: [200] }, /cannot refuse strangers and let in/],
  ['nothing of headers', { ...headers, forbid: [] }, /at least one of/],
  [
    'what browsers do not read',
    { ...headers, url: '{origin.web}/', strictTransport: '1d' },
    /over `https:\/\/` alone/,
  ],
])('a check of security does not ask for %s', (_, check, message) => {
  expect(problemsOf(check).join()).toMatch(message);
});
