import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { KeyPurpose, VerificationKey } from '../../domain/approval/key-ring.ts';
import {
  type PrivateKey,
  readKeyRingFile,
  readPrivateKey,
  writeKeyRing,
  writePrivateKey,
} from './key-files.ts';

/** Where a key shall lie, and what for and for how long it signs. */
export type KeyOrder = {
  readonly privateKeyFile: string;
  readonly keyRingFile: string;
  readonly purpose: KeyPurpose;
  /** RFC 3339. */
  readonly notBefore: string;
  /** RFC 3339, or null for no end. */
  readonly notAfter: string | null;
};

/**
 * Makes an Ed25519 key: the private half in a file that only its owner may read, the public half in
 * the key ring under its RFC 7638 thumbprint. A private key that is there already is kept, and only
 * added to the ring when it is missing there, so a call that was cut short can be made again. Keys
 * are not made by two processes at a time: the later one would take the other's out of the ring.
 */
export async function createKey(
  order: KeyOrder,
): Promise<{ readonly kid: string; readonly created: boolean }> {
  const existing = await readPrivateKey(order.privateKeyFile);
  const key = existing ?? (await generate(order.privateKeyFile));
  const keyRing = (await readKeyRingFile(order.keyRingFile)) ?? { keys: [] };
  const listed = keyRing.keys.find(({ kid }) => kid === key.kid);
  if (listed === undefined) {
    await writeKeyRing(order.keyRingFile, { keys: [...keyRing.keys, publicHalf(key, order)] });
  } else if (listed.purpose !== order.purpose) {
    throw new Error(
      `The key ${key.kid} in ${order.privateKeyFile} is for ${listed.purpose}, ` +
        `not for ${order.purpose}. Name another file for the new key.`,
    );
  }
  return { kid: key.kid, created: existing === null };
}

async function generate(path: string): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = { kid: await calculateJwkThumbprint(jwk), jwk };
  if (await writePrivateKey(path, key)) return key;
  throw new Error(`Another process made the key ${path} just now. Start again to use that one.`);
}

function publicHalf({ kid, jwk }: PrivateKey, order: KeyOrder): VerificationKey {
  return {
    kid,
    jwk: { kty: 'OKP', crv: 'Ed25519', x: String(jwk.x) },
    purpose: order.purpose,
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    revokedAt: null,
  };
}
