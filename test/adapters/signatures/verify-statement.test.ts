import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { KeyRingSource } from '../../../adapters/signatures/key-ring.ts';
import { createStatementVerifier } from '../../../adapters/signatures/verify-statement.ts';
import { askedAndGranted } from '../../support/builders/deviation.ts';
import {
  aStatement,
  handMadeKey,
  handSigned,
  sortedJson,
} from '../../support/signatures/hand-signed.ts';

const key = handMadeKey('k1');
const other = handMadeKey('k2');
const rehearsal = handMadeKey('k3', { purpose: 'rehearsal' });
const revoked = handMadeKey('k4', { revokedAt: '2027-01-01T00:00:00Z' });
const ended = handMadeKey('k5', { notAfter: '2026-11-21T09:59:59Z' });
const entries = [key, other, rehearsal, revoked, ended].map(({ entry }) => entry);
const keyRing: KeyRingSource = {
  find: async (kid) => entries.find((entry) => entry.kid === kid) ?? null,
};
const verifier = createStatementVerifier({ keyRing, purpose: 'statements' });

const header = { alg: 'EdDSA', kid: 'k1', typ: 'tidegate-statement+jws' };
const payload = sortedJson(aStatement);
const good = handSigned(key.privateKey, header, payload);

async function codeFor(jws: string): Promise<string> {
  const verified = await verifier.verify(jws);
  return 'refused' in verified ? verified.refused.code : 'accepted';
}

describe('what is said about a deviation', () => {
  const about = { release: 'spring-tide', planDigest: aStatement.subjectDigest };
  const { request, verdict } = askedAndGranted({ ...about, now: '2026-11-21T10:00:00.000Z' });
  const sign = (statement: object) => handSigned(key.privateKey, header, sortedJson(statement));

  test('counts as it was signed', async () => {
    expect(await codeFor(sign(request))).toBe('accepted');
    expect(await codeFor(sign(verdict))).toBe('accepted');
  });

  test('does not count with a scope that nobody reads', async () => {
    const { content } = request;
    const wider = { ...content.scope, environments: ['staging'] };
    const everything = { kind: 'everything' };
    for (const scope of [wider, everything]) {
      const code = await codeFor(sign({ ...request, content: { ...content, scope } }));
      expect(code).toMatch(/^signature\//);
    }
  });
});

describe('a statement', () => {
  test('counts when a key of the ring signed its canonical form', async () => {
    const digest = `sha256:${createHash('sha256').update(payload).digest('hex')}`;
    expect(await verifier.verify(good)).toEqual({ statement: aStatement, digest, keyId: 'k1' });
  });

  test('never counts once one character of it was changed, and nothing is thrown', async () => {
    const place = fc.nat({ max: good.length - 1 });
    const character = fc.constantFrom(...'ABCXYZabcxyz0189-_.=+/ \n{"é');
    const mutation = fc.tuple(place, fc.constantFrom('replace', 'insert', 'cut'), character);
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const mutated = mutations.reduce((jws, [at, how, put]) => {
          const rest = jws.slice(how === 'insert' ? at : at + 1);
          return jws.slice(0, at) + (how === 'cut' ? '' : put) + rest;
        }, good);
        fc.pre(mutated !== good);
        expect(await codeFor(mutated)).toMatch(/^signature\//);
      }),
      { numRuns: 500 },
    );
  });

  test('is refused, not thrown, when it is any text at all', async () => {
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(part, part, part).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (jws) => expect(await codeFor(jws)).toMatch(/^signature\//)),
    );
  });

  test('is refused in a second spelling of the same signature bytes', async () => {
    const last = good.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const respelled = good.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1];
    const bytes = (jws: string) =>
      Buffer.from(jws.split('.')[2] ?? '', 'base64url').toString('hex');
    expect(bytes(respelled)).toBe(bytes(good));
    expect(await codeFor(respelled)).toBe('signature/unreadable');
  });

  test('is refused when it is longer than any statement', async () => {
    expect(await codeFor(`${good}${'A'.repeat(70_000)}`)).toBe('signature/unreadable');
  });
});

describe('a header', () => {
  const publicJwk = other.publicKey.export({ format: 'jwk' });
  test.each([
    ['carries its own key', { ...header, jwk: publicJwk }, 'signature/header'],
    ['says where to fetch a key', { ...header, jku: 'https://keys.example' }, 'signature/header'],
    ['demands extensions', { ...header, crit: ['b64'], b64: false }, 'signature/header'],
    ['turns encoding off', { ...header, b64: false }, 'signature/header'],
    ['names no key', { alg: 'EdDSA', typ: header.typ }, 'signature/header'],
    ['names a key by a number', { ...header, kid: 1 }, 'signature/header'],
    ['asks for no signature', { ...header, alg: 'none' }, 'signature/algorithm'],
    ['asks for a shared secret', { ...header, alg: 'HS256' }, 'signature/algorithm'],
    ['says the curve instead', { ...header, alg: 'Ed25519' }, 'signature/algorithm'],
    ['is that of a seal', { ...header, typ: 'tidegate-plan-seal+jws' }, 'signature/type'],
    ['names an unknown key', { ...header, kid: 'k9' }, 'signature/unknown-key'],
    ['names the key of another', { ...header, kid: 'k2' }, 'signature/invalid'],
  ])('that %s is refused', async (_what, hostile, code) => {
    expect(await codeFor(handSigned(key.privateKey, hostile, payload))).toBe(code);
  });
});

describe('a key', () => {
  test.each([
    ['is for rehearsals', rehearsal, 'signature/key-purpose'],
    ['was revoked, even after the statement', revoked, 'signature/key-revoked'],
    ['had ended before the statement', ended, 'signature/key-not-valid'],
  ])('that %s does not count', async (_what, { privateKey, entry }, code) => {
    const jws = handSigned(privateKey, { ...header, kid: entry.kid }, payload);
    expect(await codeFor(jws)).toBe(code);
  });

  test('for rehearsals counts in a rehearsal, where that for releases does not', async () => {
    const rehearsing = createStatementVerifier({ keyRing, purpose: 'rehearsal' });
    const jws = handSigned(rehearsal.privateKey, { ...header, kid: 'k3' }, payload);
    expect(await rehearsing.verify(jws)).toMatchObject({ keyId: 'k3' });
    expect(await rehearsing.verify(good)).toMatchObject({
      refused: { code: 'signature/key-purpose' },
    });
  });
});

describe('what was signed', () => {
  const { nonce: _nonce, ...withoutNonce } = aStatement;
  test.each([
    ['is not JSON', 'approve!', 'signature/malformed'],
    ['nests without end', '['.repeat(20_000), 'signature/malformed'],
    ['lacks a member', sortedJson(withoutNonce), 'signature/malformed'],
    ['has a member too many', sortedJson({ ...aStatement, also: 1 }), 'signature/malformed'],
    ['has a prototype', `{"__proto__":{"a":1},${payload.slice(1)}`, 'signature/malformed'],
    ['says a word nobody knows', payload.replace('approve', 'wave'), 'signature/malformed'],
    ['has a day that is none', payload.replaceAll('-11-21', '-02-30'), 'signature/malformed'],
    ['has its keys in another order', JSON.stringify(aStatement), 'signature/not-canonical'],
    ['is spaced', payload.replace(':', ': '), 'signature/not-canonical'],
    ['says a member twice', payload.replace('{', '{"by":"subject-8",'), 'signature/not-canonical'],
    ['holds half a character', payload.replace('n-1', '\\ud800'), 'signature/not-canonical'],
  ])('is refused when it %s', async (_what, signed, code) => {
    expect(await codeFor(handSigned(key.privateKey, header, signed))).toBe(code);
  });

  test.each([
    ['is not UTF-8', Buffer.from(payload.replace('n-1', 'n\u00e9'), 'latin1'), 'signature/invalid'],
    ['begins with a byte order mark', `\ufeff${payload}`, 'signature/malformed'],
  ])('is refused when it %s', async (_what, signed, code) => {
    expect(await codeFor(handSigned(key.privateKey, header, signed))).toBe(code);
  });
});

describe('the seal of a plan', () => {
  const seal = {
    issuedAt: '2026-11-21T10:00:00Z',
    kind: 'plan-seal',
    planDigest: aStatement.subjectDigest,
    release: 'spring-tide',
    requestedBy: 'subject-7',
  };
  const sealed = handSigned(
    key.privateKey,
    { ...header, typ: 'tidegate-plan-seal+jws' },
    sortedJson(seal),
  );

  test('counts as a seal and never as a statement', async () => {
    expect(await verifier.verifySeal(sealed)).toMatchObject({ content: seal, keyId: 'k1' });
    expect(await codeFor(sealed)).toBe('signature/type');
  });

  test('is not what a statement under the typ of a seal is', async () => {
    const posing = handSigned(
      key.privateKey,
      { ...header, typ: 'tidegate-plan-seal+jws' },
      payload,
    );
    expect(await verifier.verifySeal(posing)).toMatchObject({
      refused: { code: 'signature/malformed' },
    });
    expect(await verifier.verifySeal(good)).toMatchObject({ refused: { code: 'signature/type' } });
  });
});
