import { namesSecret, redact, redactText, secretsIn } from '../../../domain/rollback/redact.ts';

describe('a name of a secret', () => {
  test.each([
    'DATABASE_PASSWORD',
    'password',
    'apiKey',
    'API_KEYS',
    'client-secret',
    'authToken',
    'Authorization',
    'SESSION_COOKIE',
    'sentryDsn',
    'SSH_PRIVATE_KEY',
  ])('is %s', (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  test.each(['DATABASE_URL', 'PORT', 'author', 'key', 'monkey', 'servedKey', 'passage'])(
    'is not %s',
    (name) => {
      expect(namesSecret(name)).toBe(false);
    },
  );
});

const settings = {
  command: ['node', 'server.mjs', '--token=abcdef123'],
  env: {
    DATABASE_URL: 'postgres://shop:geheim@127.0.0.1:5432/shop',
    API_KEY: 'k-123456',
    RETRIES: '3',
    nested: { password: 987654 },
  },
};

test('settings are kept without what is secret in them', () => {
  expect(redact(settings)).toEqual({
    command: ['node', 'server.mjs', '--token=[redacted]'],
    env: {
      DATABASE_URL: 'postgres://shop:[redacted]@127.0.0.1:5432/shop',
      API_KEY: '[redacted]',
      RETRIES: '3',
      nested: { password: '[redacted]' },
    },
  });
});

test('what is secret in settings is hidden in logs, wherever it stands', () => {
  const secrets = secretsIn(settings);
  expect(secrets).toEqual(['k-123456', 'geheim', '987654']);
  const log = 'connect geheim\nkey k-123456, pin 987654, retries 3';
  expect(redactText(log, secrets)).toBe(
    'connect [redacted]\nkey [redacted], pin [redacted], retries 3',
  );
});

test('what looks like a secret is hidden in logs, though nobody named it', () => {
  const log = [
    'authorization: Bearer abcdefghijkl',
    'redis://:hunter22@cache:6379',
    '{"password":"swordfish"}',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1bmEifQ.c2lnbmF0dXJl',
  ].join('\n');
  const shown = redactText(log, []);
  for (const secret of ['abcdefghijkl', 'hunter22', 'swordfish', 'c2lnbmF0dXJl']) {
    expect(shown).not.toContain(secret);
  }
});
