import { createPrivateKey, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileKeyRing } from '../../../adapters/signatures/key-ring.ts';
import { createStatementVerifier } from '../../../adapters/signatures/verify-statement.ts';
import { createKey, type KeyOrder } from '../../../api/signing/create-key.ts';
import { createSigner } from '../../../api/signing/sign-statement.ts';
import { aStatement, sortedJson } from '../../support/signatures/hand-signed.ts';

let folder: string;
let order: KeyOrder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-signing-'));
  order = {
    privateKeyFile: join(folder, 'api', 'signing-key.json'),
    keyRingFile: join(folder, 'key-ring.json'),
    purpose: 'statements',
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: null,
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Ring = { readonly keys: readonly Readonly<Record<string, unknown>>[] };

async function ring(): Promise<Ring> {
  return JSON.parse(await readFile(order.keyRingFile, 'utf8')) as Ring;
}

describe('a new key', () => {
  test('keeps its private half for the owner and puts its public half into the ring', async () => {
    const { kid, created } = await createKey(order);
    expect(created).toBe(true);
    expect((await stat(order.privateKeyFile)).mode & 0o777).toBe(0o600);
    const privateJwk = JSON.parse(await readFile(order.privateKeyFile, 'utf8')) as JsonWebKey;
    const derived = createPublicKey(createPrivateKey({ key: privateJwk, format: 'jwk' }));
    const { keys } = await ring();
    expect(keys).toEqual([
      expect.objectContaining({ kid, jwk: derived.export({ format: 'jwk' }) }),
    ]);
    expect(JSON.stringify(keys)).not.toContain(privateJwk.d);
    expect(await readdir(join(folder, 'api'))).toEqual(['signing-key.json']);
  });

  test('is made once, and added to a ring that lost it', async () => {
    const { kid } = await createKey(order);
    expect(await createKey(order)).toEqual({ kid, created: false });
    expect((await ring()).keys).toHaveLength(1);
    await rm(order.keyRingFile);
    expect(await createKey(order)).toEqual({ kid, created: false });
    expect((await ring()).keys).toMatchObject([{ kid }]);
  });

  test('stands beside the ones before it', async () => {
    const first = await createKey(order);
    const second = await createKey({ ...order, privateKeyFile: join(folder, 'second.json') });
    expect((await ring()).keys).toMatchObject([{ kid: first.kid }, { kid: second.kid }]);
  });

  test('is not given another purpose', async () => {
    await createKey(order);
    await expect(createKey({ ...order, purpose: 'rehearsal' })).rejects.toThrow(
      /not for rehearsal/,
    );
  });
});

describe('a signer', () => {
  test('signs what the verifier accepts and what a check by hand confirms', async () => {
    await createKey(order);
    const signer = await createSigner(order);
    const { jws, digest } = await signer.signStatement(aStatement);
    const [head = '', body = '', signature = ''] = jws.split('.');
    const [entry] = (await ring()).keys;
    const publicKey = createPublicKey({ key: entry?.jwk as JsonWebKey, format: 'jwk' });
    const input = Buffer.from(`${head}.${body}`);
    expect(verify(null, input, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(Buffer.from(body, 'base64url').toString()).toBe(sortedJson(aStatement));
    const keyRing = createFileKeyRing(order.keyRingFile);
    const verifier = createStatementVerifier({ keyRing, purpose: 'statements' });
    expect(await verifier.verify(jws)).toEqual({
      statement: aStatement,
      digest,
      keyId: signer.keyId,
    });
  });

  test('seals plans so that the seal verifies as a seal', async () => {
    await createKey(order);
    const content = {
      kind: 'plan-seal',
      release: 'spring-tide',
      planDigest: aStatement.subjectDigest,
      requestedBy: 'subject-7',
      issuedAt: '2026-11-21T10:00:00.000Z',
    } as const;
    const { jws, digest } = await (await createSigner(order)).signSeal(content);
    const keyRing = createFileKeyRing(order.keyRingFile);
    const verifier = createStatementVerifier({ keyRing, purpose: 'statements' });
    expect(await verifier.verifySeal(jws)).toMatchObject({ content, digest });
    expect(await verifier.verify(jws)).toHaveProperty('refused.code', 'signature/type');
  });

  test('stops signing when its key is revoked, without a restart', async () => {
    await createKey(order);
    const signer = await createSigner(order);
    const { keys } = await ring();
    const revoked = keys.map((key) => ({ ...key, revokedAt: '2026-11-21T09:00:00Z' }));
    await writeFile(order.keyRingFile, JSON.stringify({ keys: revoked }));
    await expect(signer.signStatement(aStatement)).rejects.toThrow(/was revoked.*Make a new key/);
  });

  test('refuses to start with a key that others may read', async () => {
    await createKey(order);
    await chmod(order.privateKeyFile, 0o640);
    await expect(createSigner(order)).rejects.toThrow(/mode 640.*chmod 600/);
  });

  test.each([
    ['a missing private key', () => rm(order.privateKeyFile), /There is no private key/],
    ['a private key that is none', () => writeFile(order.privateKeyFile, '{}'), /private key with/],
    ['a key that the ring does not know', () => rm(order.keyRingFile), /is not in the key ring/],
    ['a ring that is none', () => writeFile(order.keyRingFile, '[]'), /cannot be read/],
  ])('refuses to start with %s', async (_what, spoil, message) => {
    await createKey(order);
    await spoil();
    await expect(createSigner(order)).rejects.toThrow(message);
  });

  test('for releases refuses a key for rehearsals', async () => {
    await createKey({ ...order, purpose: 'rehearsal' });
    const { privateKeyFile, keyRingFile } = order;
    const signer = await createSigner({ privateKeyFile, keyRingFile });
    await expect(signer.signStatement(aStatement)).rejects.toThrow(/is for rehearsal/);
  });
});
