import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { VerificationKey } from '../../../domain/approval/key-ring.ts';
import type { Statement } from '../../../domain/approval/statement.ts';

/** An Ed25519 key pair made without the code under test. */
export function handMadeKey(kid: string, overrides: Partial<VerificationKey> = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const entry: VerificationKey = {
    kid,
    jwk: { kty: 'OKP', crv: 'Ed25519', x },
    purpose: 'statements',
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: null,
    revokedAt: null,
    ...overrides,
  };
  return { privateKey, publicKey, entry };
}

/**
 * A compact JWS put together by hand from RFC 7515, so that it can say what no library would sign.
 */
export function handSigned(
  privateKey: KeyObject,
  header: unknown,
  payload: string | Uint8Array,
): string {
  const parts = [Buffer.from(JSON.stringify(header)), Buffer.from(payload)];
  const input = parts.map((part) => part.toString('base64url')).join('.');
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

export const aStatement: Statement = {
  kind: 'decision',
  content: { requirement: 'production-release', verdict: 'approve' },
  id: 'decision-1',
  release: 'spring-tide',
  environment: 'production',
  subjectDigest: `sha256:${'ab'.repeat(32)}`,
  by: 'subject-7',
  commentDigest: null,
  nonce: 'n-1',
  issuedAt: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-11-21T10:15:00.000Z',
};

/** RFC 8785 for the flat ASCII statements of these tests: sorted keys, no white space. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
