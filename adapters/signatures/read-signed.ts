import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import type { RefusedSignature } from '../../activities/ports/signatures.ts';
import type { VerificationKey } from '../../domain/approval/key-ring.ts';
import type { KeyRingSource } from './key-ring.ts';

/** The payload of a JWS whose signature holds, as text, and the key that made it. */
export type Signed = { readonly payload: string; readonly key: VerificationKey };

/** No statement comes near this; it keeps a stranger's gigabytes away from parsers. */
const longestJws = 64 * 1024;
const compactPattern = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const headerNames = 'alg,kid,typ';

/**
 * Checks the form, the header and the signature of a compact JWS. Headers that carry keys or change
 * the rules (`jwk`, `jku`, `x5c`, `crit`, `b64`…) are refused before anything is made of them.
 */
export async function readSigned(
  jws: string,
  type: string,
  keyRing: KeyRingSource,
): Promise<Signed | RefusedSignature> {
  if (!isCompactJws(jws)) return refuse('signature/unreadable', 'It is not a compact JWS.');
  const header = readHeader(jws);
  if (header === null) return refuse('signature/unreadable', 'Its header cannot be read.');
  if (Object.keys(header).toSorted().join() !== headerNames) {
    return refuse('signature/header', 'Its header must hold exactly alg, kid and typ.');
  }
  const { alg, kid, typ } = header;
  if (alg !== 'EdDSA') return refuse('signature/algorithm', 'It must be signed with EdDSA.');
  if (typ !== type) return refuse('signature/type', `Its typ must be ${type}.`);
  if (typeof kid !== 'string') return refuse('signature/header', 'Its kid must be text.');
  const key = await keyRing.find(kid);
  if (key === null) return refuse('signature/unknown-key', 'Its key is not in the key ring.');
  const payload = await verifiedPayload(jws, key);
  return payload === null
    ? refuse('signature/invalid', 'Its signature does not hold.')
    : { payload, key };
}

/** A refusal under a stable code. */
export function refuse(code: string, reason: string): RefusedSignature {
  return { refused: { code, reason } };
}

/** Only one spelling of the same bytes is taken, so that nobody can make a second token of one. */
function isCompactJws(jws: unknown): jws is string {
  if (typeof jws !== 'string' || jws.length > longestJws || !compactPattern.test(jws)) return false;
  return jws
    .split('.')
    .every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

function readHeader(jws: string): Readonly<Record<string, unknown>> | null {
  try {
    return decodeProtectedHeader(jws);
  } catch {
    return null;
  }
}

async function verifiedPayload(jws: string, key: VerificationKey): Promise<string | null> {
  try {
    const publicKey = await importJWK(key.jwk, 'EdDSA');
    const { payload } = await compactVerify(jws, publicKey, { algorithms: ['EdDSA'] });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    return null;
  }
}
