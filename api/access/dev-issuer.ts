import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { type PrivateKey, readPrivateKey, writePrivateKey } from '../signing/key-files.ts';

export const devIssuerName = 'urn:tidegate:embedded';
export const devAudience = 'tidegate';
const lifetimeMs = 12 * 3_600_000;

/**
 * Issues tokens for people of the catalog, without asking for a password. It exists in the embedded
 * mode alone.
 */
export type DevIssuer = {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  /** A token for a subject, with the instant at which it ends. */
  issue(subject: string): Promise<{ readonly token: string; readonly expiresAt: Date }>;
};

/**
 * The issuer whose key lies in that folder, readable by its owner alone; made on the first start.
 */
export async function createDevIssuer(keysDir: string): Promise<DevIssuer> {
  const { kid, jwk } = await keyOf(join(keysDir, 'dev-issuer.json'));
  const privateKey = await importJWK(jwk, 'EdDSA');
  const { kty, crv, x } = jwk;
  const publicKey = { kty, crv, x, kid, use: 'sig', alg: 'EdDSA' };
  return {
    issuer: devIssuerName,
    audience: devAudience,
    keys: createLocalJWKSet({ keys: [publicKey] }),
    async issue(subject) {
      const expiresAt = new Date(Date.now() + lifetimeMs);
      const jwt = new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
        .setIssuer(devIssuerName)
        .setAudience(devAudience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(expiresAt);
      return { token: await jwt.sign(privateKey), expiresAt };
    },
  };
}

async function keyOf(path: string): Promise<PrivateKey> {
  const existing = await readPrivateKey(path);
  if (existing !== null) return existing;
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = { kid: await calculateJwkThumbprint(jwk), jwk };
  if (await writePrivateKey(path, key)) return key;
  // Another process made the key first, and its key is the one that counts.
  return keyOf(path);
}
