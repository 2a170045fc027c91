import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, createRemoteJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import request, { type Response } from 'supertest';
import { devAudience, devIssuerName } from '../../../api/access/dev-issuer.ts';
import { createVerifyToken } from '../../../api/access/verify-token.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { problemOf } from '../../support/api/problem.ts';

const issuer = 'https://id.example';
const audience = 'tidegate';
const kid = 'key-1';

let stage: ApiStage;
let server: Server;
let keysAddress: string;
let privateKey: CryptoKey;
let publicKey: CryptoKey;
let subject: string;
let app: ReturnType<ApiStage['appWith']>;
beforeAll(async () => {
  stage = await openApiStage();
  subject = (await stage.person('rita')).subject;
  ({ privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true }));
  const key = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  keysAddress = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  app = appWithKeysAt(keysAddress);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await stage.close();
});

/** An API of the mode `server`, which knows this identity provider and no other issuer. */
function appWithKeysAt(address: string) {
  const keys = createRemoteJWKSet(new URL(address), { timeoutDuration: 500 });
  const verifyToken = createVerifyToken({ issuer, audience, keys });
  return stage.appWith({ auth: { devIssuer: null, verifyToken, roleGroups: {} } });
}

const ask = (token: string): Promise<Response> =>
  request(app).get('/v1/catalog').set('Authorization', `Bearer ${token}`);

type Claims = Record<string, unknown>;
const now = () => Math.floor(Date.now() / 1000);
const goodClaims = (): Claims => ({ iss: issuer, aud: audience, sub: subject, exp: now() + 60 });

const signed = (claims: Claims, header: object = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey);

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const byHand = (header: object, claims: Claims, make: (text: string) => string): string => {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${make(text)}`;
};
const byKey = (key: KeyObject) => (text: string) =>
  sign('sha256', Buffer.from(text), key).toString('base64url');

describe('a token', () => {
  test('of the configured issuer counts', async () => {
    expect((await ask(await signed(goodClaims()))).status).toBe(200);
  });

  test('is asked for where there is none', async () => {
    for (const header of [undefined, 'Basic cml0YQ==', 'Bearer', 'Bearer a b', 'Bearer {}']) {
      const sent = request(app).get('/v1/catalog');
      if (header !== undefined) sent.set('Authorization', header);
      const answer = await sent;
      expect(problemOf(answer)).toMatchObject({ status: 401, code: 'token-missing' });
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  test.each([
    ['has expired', { exp: 1_700_000_000 }, 'token-expired'],
    ['never ends', { exp: undefined }, 'token-invalid'],
    ['is for somebody else', { aud: 'another' }, 'token-invalid'],
    ['is from somebody else', { iss: 'https://evil.example' }, 'token-invalid'],
    ['counts only later', { nbf: 4_000_000_000 }, 'token-invalid'],
    ['names nobody', { sub: '' }, 'token-invalid'],
    ['names no text', { sub: 7 }, 'token-invalid'],
  ])('that %s is refused', async (_what, change, code) => {
    const answer = await ask(await signed({ ...goodClaims(), ...change }));
    expect(problemOf(answer)).toMatchObject({ status: 401, code });
  });

  test('signed by nobody is refused, however it spells that', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      for (const signature of ['', 'AA']) {
        const answer = await ask(byHand({ alg, kid }, goodClaims(), () => signature));
        expect(problemOf(answer).status).toBe(401);
      }
    }
  });

  test('signed with the public key as if it were a shared secret is refused', async () => {
    const { publicKey: pem } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const jwk = JSON.stringify(await exportJWK(publicKey));
    for (const secret of [pem, jwk, '', 'secret']) {
      const mac = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
      expect((await ask(byHand({ alg: 'HS256', kid }, goodClaims(), mac))).status).toBe(401);
    }
  });
});

describe('a token that brings its own key', () => {
  const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });

  test('is refused, and its address is never asked', async () => {
    const asked: string[] = [];
    const trap = createServer((incoming, response) => {
      asked.push(incoming.url ?? '');
      const jwk = attacker.publicKey.export({ format: 'jwk' });
      response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'mine', alg: 'RS256' }] }));
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/keys`;
    const jwk = attacker.publicKey.export({ format: 'jwk' });
    for (const header of [
      { jku: address, kid: 'mine' },
      { x5u: address, kid },
      { jwk, kid },
      { jwk },
      { kid: '../../../../dev/null' },
      { kid: "' or 1=1 --" },
      { kid, crit: ['b64'], b64: false },
    ]) {
      const token = byHand({ alg: 'RS256', ...header }, goodClaims(), byKey(attacker.privateKey));
      expect((await ask(token)).status).toBe(401);
    }
    await new Promise((resolve) => trap.close(resolve));
    expect(asked).toEqual([]);
  });
});

describe('in the mode server', () => {
  test('a token of the embedded issuer is refused, and no address gives one', async () => {
    const { token } = await stage.devIssuer.issue(subject);
    expect(problemOf(await ask(token))).toMatchObject({ status: 401 });
    const claims = { ...goodClaims(), iss: devIssuerName, aud: devAudience };
    expect((await ask(await signed(claims))).status).toBe(401);
    const answer = await request(app).post('/v1/dev/tokens').send({ person: 'rita' });
    expect(problemOf(answer)).toMatchObject({ status: 404, code: 'not-found' });
  });

  test('roles come from the token as far as they are roles', async () => {
    const token = await signed({ ...goodClaims(), roles: ['admin', 'root', 7] });
    const send = (path: string) =>
      request(app).put(path).set('Authorization', `Bearer ${token}`).send({});
    expect((await send('/v1/catalog')).status).toBe(422);
    const verify = request(app).get('/v1/ledger/verify').set('Authorization', `Bearer ${token}`);
    expect(problemOf(await verify)).toMatchObject({ status: 403, rule: 'role/auditor' });
  });

  test('nobody gets in, and everybody is told why, while the keys cannot be read', async () => {
    const token = await signed(goodClaims());
    const away = appWithKeysAt('http://127.0.0.1:9/keys');
    const answer = await request(away).get('/v1/catalog').set('Authorization', `Bearer ${token}`);
    expect(problemOf(answer)).toMatchObject({ status: 503, code: 'identity-provider-away' });
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  });
});
