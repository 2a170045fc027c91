import { createHash, createPublicKey, verify } from 'node:crypto';

/** A public key, as rings of Tidegate hold it. */
export type RingKey = {
  readonly kid: string;
  readonly jwk: { readonly kty: string; readonly crv: string; readonly x: string };
  readonly notBefore: string;
  readonly notAfter: string | null;
  readonly revokedAt: string | null;
};

/** What a signature covers, once it has been checked. */
export type SignedContent = {
  readonly kid: string;
  readonly digest: string;
  readonly content: Readonly<Record<string, unknown>>;
};

/**
 * Checks a compact JWS (Ed25519) of one type with the key of the ring that it names. Throws an
 * `Error` that says why it does not count, as the rest of a sentence.
 */
export function readJws(jws: string, type: string, keys: readonly RingKey[]): SignedContent {
  const [header = '', payload = '', signature = '', ...more] = jws.trim().split('.');
  if (signature === '' || more.length > 0) throw new Error('is no compact JWS');
  const { alg, kid, typ } = parse(header);
  if (alg !== 'EdDSA' || typ !== type) throw new Error(`is signed as ${String(typ)}, not ${type}`);
  const key = keys.find((each) => each.kid === kid);
  if (key === undefined) throw new Error(`is signed with the key ${String(kid)}, not in the ring`);
  const publicKey = createPublicKey({ key: key.jwk, format: 'jwk' });
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify(null, signed, publicKey, Buffer.from(signature, 'base64url'))) {
    throw new Error('has a signature that does not hold');
  }
  const content = parse(payload);
  requireCounting(key, content['issuedAt']);
  const digest = createHash('sha256').update(Buffer.from(payload, 'base64url')).digest('hex');
  return { kid: key.kid, digest: `sha256:${digest}`, content };
}

/** A revoked key counts for nothing, whatever the moment: who stole it can also date back. */
function requireCounting(key: RingKey, issuedAt: unknown): void {
  if (key.revokedAt !== null) throw new Error(`is signed with a key revoked at ${key.revokedAt}`);
  const issued = Date.parse(String(issuedAt));
  const ends = key.notAfter === null ? Number.POSITIVE_INFINITY : Date.parse(key.notAfter);
  if (issued >= Date.parse(key.notBefore) && issued <= ends) return;
  throw new Error(`is signed at ${String(issuedAt)}, when its key did not count`);
}

function parse(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // It is told below.
  }
  throw new Error('cannot be read');
}
