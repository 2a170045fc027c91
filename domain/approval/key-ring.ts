/**
 * What a key may sign. A rehearsal's key counts for nothing in a release, and the other way round.
 */
const keyPurposes = ['statements', 'rehearsal'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** The `typ` header of what is signed, so that a seal can never be read as a statement. */
export const signedTypes = {
  statement: 'tidegate-statement+jws',
  planSeal: 'tidegate-plan-seal+jws',
  proposal: 'tidegate-proposal+jws',
  accessAct: 'tidegate-access+jws',
  evidenceSeal: 'tidegate-evidence+jws',
} as const;

/**
 * The public half of a signing key. Retired keys stay in the ring, so that old statements can be
 * checked.
 */
export type VerificationKey = {
  readonly kid: string;
  readonly jwk: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };
  readonly purpose: KeyPurpose;
  /** RFC 3339; the key signs from this moment on. */
  readonly notBefore: string;
  /** RFC 3339; the last moment at which it signs, or null while no end is set. */
  readonly notAfter: string | null;
  /** RFC 3339; set when the private half may be in other hands. */
  readonly revokedAt: string | null;
};

export type KeyRing = { readonly keys: readonly VerificationKey[] };

/** Reads the content of a key ring file, or says in a sentence what is wrong with it. */
export function readKeyRing(content: unknown): KeyRing | { readonly problem: string } {
  if (!isRecord(content) || !Array.isArray(content.keys)) {
    return { problem: 'It must be an object with a list "keys".' };
  }
  const entries: readonly unknown[] = content.keys;
  const keys: VerificationKey[] = [];
  for (const [index, entry] of entries.entries()) {
    const key = readKey(entry);
    if (typeof key === 'string') return { problem: `keys[${index}] ${key}` };
    if (keys.some(({ kid }) => kid === key.kid)) {
      return { problem: `keys[${index}] repeats the key id "${key.kid}".` };
    }
    keys.push(key);
  }
  return { keys };
}

/**
 * Why a key does not count for something issued at that moment, or null when it does. A revoked key
 * counts for nothing, whatever the moment: who holds a stolen key can also date back.
 */
export function whyKeyDoesNotCount(
  key: VerificationKey,
  purpose: KeyPurpose,
  issuedAt: string,
): { readonly code: string; readonly reason: string } | null {
  if (key.purpose !== purpose) {
    const reason = `The key ${key.kid} is for ${key.purpose}, not for ${purpose}.`;
    return { code: 'signature/key-purpose', reason };
  }
  if (key.revokedAt !== null) {
    const reason = `The key ${key.kid} was revoked at ${key.revokedAt}.`;
    return { code: 'signature/key-revoked', reason };
  }
  const issued = Date.parse(issuedAt);
  const starts = Date.parse(key.notBefore);
  const ends = key.notAfter === null ? Number.POSITIVE_INFINITY : Date.parse(key.notAfter);
  if (issued >= starts && issued <= ends) return null;
  const span = `from ${key.notBefore} until ${key.notAfter ?? 'further notice'}`;
  const reason = `The key ${key.kid} does not count at ${issuedAt}: it is valid ${span}.`;
  return { code: 'signature/key-not-valid', reason };
}

const members = ['jwk', 'kid', 'notAfter', 'notBefore', 'purpose', 'revokedAt'];
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
/** 32 bytes as base64url. */
const publicHalfPattern = /^[A-Za-z0-9_-]{43}$/;

/** The key, or what is wrong with it as the rest of a sentence. */
function readKey(entry: unknown): VerificationKey | string {
  if (!isRecord(entry)) return 'is not an object.';
  if (Object.keys(entry).toSorted().join() !== members.join()) {
    return `must have exactly the members ${members.join(', ')}.`;
  }
  const { kid, notBefore, notAfter, revokedAt } = entry;
  if (typeof kid !== 'string' || kid === '') return 'has no key id.';
  const purpose = keyPurposes.find((known) => known === entry.purpose);
  if (purpose === undefined) return `must have one of the purposes ${keyPurposes.join(', ')}.`;
  if (!isInstant(notBefore)) return 'has a notBefore that is not an RFC 3339 time.';
  if (!isInstantOrNull(notAfter)) return 'has a notAfter that is no RFC 3339 time and not null.';
  if (!isInstantOrNull(revokedAt)) return 'has a revokedAt that is no RFC 3339 time and not null.';
  const jwk = readJwk(entry.jwk);
  return typeof jwk === 'string' ? jwk : { kid, jwk, purpose, notBefore, notAfter, revokedAt };
}

function readJwk(jwk: unknown): VerificationKey['jwk'] | string {
  if (!isRecord(jwk) || Object.keys(jwk).toSorted().join() !== 'crv,kty,x') {
    return 'must have a jwk of exactly kty, crv and x: the public half and nothing else.';
  }
  const { kty, crv, x } = jwk;
  if (kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' && publicHalfPattern.test(x)) {
    return { kty, crv, x };
  }
  return 'must have an Ed25519 public key as its jwk.';
}

function isInstantOrNull(value: unknown): value is string | null {
  return value === null || isInstant(value);
}

function isInstant(value: unknown): value is string {
  return (
    typeof value === 'string' && instantPattern.test(value) && !Number.isNaN(Date.parse(value))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
