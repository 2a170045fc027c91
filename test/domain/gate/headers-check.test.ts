import fc from 'fast-check';
import { judgeHeadersCheck } from '../../../domain/gate/headers-check.ts';
import type { HeadersCheck } from '../../../domain/plan/validation-check.ts';

const url = 'https://shop.example/';
const dayMs = 86_400_000;
const asking = (parts: Partial<HeadersCheck>): HeadersCheck => ({
  check: 'headers',
  name: 'headers',
  url,
  expectStatus: 200,
  require: [],
  forbid: [],
  ...parts,
});
const judge = (
  parts: Partial<HeadersCheck>,
  headers: Readonly<Record<string, string>>,
  status: number | null = 200,
) => judgeHeadersCheck(asking(parts), { url, status, headers });

describe('a check of headers', () => {
  const require = [
    { header: 'Content-Security-Policy', lacks: ["'unsafe-inline'"], contains: ['default-src'] },
    { header: 'X-Content-Type-Options', equals: 'nosniff' },
  ];
  const good = {
    'content-security-policy': "Default-Src 'self'",
    'x-content-type-options': 'NoSniff',
  };

  test('passes when each says what it has to, in whatever case', () => {
    expect(judge({ require }, good).verdict).toBe('pass');
  });

  test.each([
    ['is missing', { 'content-security-policy': '' }, /no Content-Security-Policy/],
    ['says something else', { 'x-content-type-options': 'sniff' }, /is `sniff` and not/],
    ['leaves something out', { 'content-security-policy': 'img-src a' }, /does not say `default/],
    [
      'says too much',
      { 'content-security-policy': "default-src 'unsafe-inline'" },
      /which it must not/,
    ],
  ])('fails when one %s, and says which', (_, change, reason) => {
    expect(judge({ require }, { ...good, ...change })).toEqual({
      verdict: 'fail',
      reason: expect.stringMatching(reason),
    });
  });

  test('fails when one is there that must not be', () => {
    expect(judge({ forbid: ['X-Powered-By'] }, {}).verdict).toBe('pass');
    expect(judge({ forbid: ['X-Powered-By'] }, { 'x-powered-by': 'it' }).verdict).toBe('fail');
  });

  test.each([404, 500, 301, null])('is inconclusive when the page answers %s', (status) => {
    expect(judge({ require }, good, status).verdict).toBe('inconclusive');
  });
});

describe('Strict-Transport-Security', () => {
  const strict = (value: string, leastMs = 180 * dayMs) =>
    judge({ strictTransportMs: leastMs }, { 'strict-transport-security': value }).verdict;

  test('has to hold for as long as asked', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (days, least) => {
        const verdict = strict(`max-age=${days * 86_400}; includeSubDomains`, least * dayMs);
        expect(verdict).toBe(days >= least ? 'pass' : 'fail');
      }),
    );
  });

  test.each([
    ['MAX-AGE="31536000"', 'pass'],
    ['includeSubDomains ; max-age = 31536000', 'pass'],
    ['max-age=0', 'fail'],
    ['max-age=0, max-age=31536000', 'fail'],
    ['max-age=31536000; max-age=31536000', 'fail'],
    ['includeSubDomains', 'fail'],
    ['', 'fail'],
  ])('is read as browsers read it: `%s` is a %s', (value, verdict) => {
    expect(strict(value)).toBe(verdict);
  });
});
