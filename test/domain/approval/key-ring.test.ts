import {
  readKeyRing,
  type VerificationKey,
  whyKeyDoesNotCount,
} from '../../../domain/approval/key-ring.ts';

const key: VerificationKey = {
  kid: 'k1',
  jwk: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
  purpose: 'statements',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-12-31T23:59:59Z',
  revokedAt: null,
};

describe('reading a key ring', () => {
  test('takes well-formed keys as they are', () => {
    expect(readKeyRing({ keys: [key, { ...key, kid: 'k2', notAfter: null }] })).toEqual({
      keys: [key, { ...key, kid: 'k2', notAfter: null }],
    });
  });

  test.each([
    ['no list', { keys: {} }, /a list "keys"/],
    ['an entry that is no object', { keys: [key, 'k2'] }, /keys\[1\] is not an object/],
    ['an unknown member', { keys: [{ ...key, use: 'sig' }] }, /exactly the members/],
    ['a missing member', { keys: [{ kid: 'k1', jwk: key.jwk }] }, /exactly the members/],
    ['an empty key id', { keys: [{ ...key, kid: '' }] }, /no key id/],
    ['the same key id twice', { keys: [key, key] }, /keys\[1\] repeats the key id "k1"/],
    ['an unknown purpose', { keys: [{ ...key, purpose: 'all' }] }, /statements, rehearsal/],
    ['a day instead of a time', { keys: [{ ...key, notBefore: '2026-01-01' }] }, /notBefore/],
    ['a time that never was', { keys: [{ ...key, notAfter: '2026-99-01T00:00:00Z' }] }, /notAfter/],
    ['a revocation of a wrong kind', { keys: [{ ...key, revokedAt: false }] }, /revokedAt/],
    ['a private key', { keys: [{ ...key, jwk: { ...key.jwk, d: 'x' } }] }, /public half/],
    ['another curve', { keys: [{ ...key, jwk: { ...key.jwk, crv: 'X25519' } }] }, /Ed25519/],
  ])('refuses %s and says where', (_what, content, problem) => {
    expect(readKeyRing(content)).toEqual({ problem: expect.stringMatching(problem) });
  });
});

describe('a key', () => {
  test.each([
    ['2025-12-31T23:59:59Z', 'signature/key-not-valid'],
    ['2026-01-01T00:00:00Z', null],
    ['2026-01-01T00:30:00+01:00', 'signature/key-not-valid'],
    ['2026-12-31T23:59:59Z', null],
    ['2027-01-01T00:00:00Z', 'signature/key-not-valid'],
    ['nonsense', 'signature/key-not-valid'],
  ])('judges what was issued at %s as %p', (issuedAt, code) => {
    expect(whyKeyDoesNotCount(key, 'statements', issuedAt)?.code ?? null).toBe(code);
  });

  test('counts for its purpose alone', () => {
    expect(whyKeyDoesNotCount(key, 'rehearsal', key.notBefore)?.code).toBe('signature/key-purpose');
  });

  test('counts for nothing once it is revoked, not even for what came before', () => {
    const revoked = { ...key, revokedAt: '2026-11-01T00:00:00Z' };
    expect(whyKeyDoesNotCount(revoked, 'statements', '2026-02-01T00:00:00Z')?.code).toBe(
      'signature/key-revoked',
    );
  });
});
