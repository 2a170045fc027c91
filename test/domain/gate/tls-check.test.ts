import type { Handshake } from '../../../domain/gate/gate.ts';
import { judgeTlsCheck } from '../../../domain/gate/tls-check.ts';

const dayMs = 86_400_000;
const atMs = Date.parse('2026-11-22T00:00:00Z');
const check = {
  check: 'tls',
  name: 'certificate',
  url: 'https://shop.example',
  minimumVersion: 'TLSv1.2',
  validForMs: 14 * dayMs,
} as const;

const refused: Handshake = { state: 'refused', reason: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' };
const silent: Handshake = { state: 'unanswered', reason: 'ECONNRESET' };
function agreed(days: number, parts: Partial<Extract<Handshake, { state: 'agreed' }>> = {}) {
  const certificate = {
    subject: 'shop.example',
    issuer: 'An authority',
    fingerprint: 'AB:CD',
    endsAtMs: atMs + days * dayMs,
  };
  return { state: 'agreed', protocol: 'TLSv1.3', distrust: null, certificate, ...parts } as const;
}
const judge = (allowed: Handshake, older: Handshake | null = refused) =>
  judgeTlsCheck(check, { atMs, allowed, older });

describe('a check of TLS', () => {
  test('passes when it is trusted, good for long enough, and refuses what is older', () => {
    expect(judge(agreed(14)).verdict).toBe('pass');
  });

  test.each([
    ['that is not trusted', agreed(30, { distrust: 'CERT_HAS_EXPIRED' }), refused, /CERT_HAS_EXP/],
    ['that ends too soon', agreed(13.9), refused, /ends at 2026-12-05.*14 days more\. Renew it/],
    ['that speaks old versions', agreed(30), agreed(30, { protocol: 'TLSv1' }), /speaks TLSv1:/],
    ['that speaks old versions alone', refused, null, /neither TLSv1\.2 nor newer/],
  ])('fails for a server %s', (_, allowed, older, reason) => {
    expect(judge(allowed, older)).toEqual({
      verdict: 'fail',
      reason: expect.stringMatching(reason),
    });
  });

  test.each([
    ['nobody answers', silent, null, /Nobody spoke TLS/],
    ['nobody answers to old versions', agreed(30), silent, /unknown: ECONNRESET/],
    ['nobody asked for old versions', agreed(30), null, /unknown: nobody asked/],
    ['nobody can read until when it is good', agreed(Number.NaN), refused, /until when/],
  ])('is inconclusive, never a pass, where %s', (_, allowed, older, reason) => {
    expect(judge(allowed, older)).toEqual({
      verdict: 'inconclusive',
      reason: expect.stringMatching(reason),
    });
  });

  test('tells everything that is wrong, and nothing that is only unknown beside it', () => {
    const { verdict, reason } = judge(agreed(1, { distrust: 'SELF_SIGNED' }), silent);
    expect(verdict).toBe('fail');
    expect(reason).toMatch(/SELF_SIGNED.*Renew it\.$/);
  });
});
