import type { z } from 'zod';
import type { RefusedSignature, StatementVerifier } from '../../activities/ports/signatures.ts';
import {
  type KeyPurpose,
  signedTypes,
  whyKeyDoesNotCount,
} from '../../domain/approval/key-ring.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import type { KeyRingSource } from './key-ring.ts';
import { readSigned, refuse } from './read-signed.ts';
import { sealShape, statementShape } from './statement-shape.ts';

/** What was signed, the digest of its canonical JSON, and the key that signed it. */
export type Verified<Content> = {
  readonly content: Content;
  readonly digest: string;
  readonly keyId: string;
};

/**
 * A verifier of what the API has signed with keys of one purpose. It takes compact JWS with EdDSA
 * and nothing else: exactly the headers `alg`, `kid` and `typ`, a key of the ring that counted when
 * it was issued, and a payload that is the canonical JSON of a well-formed statement, byte for
 * byte.
 */
export function createStatementVerifier(options: {
  readonly keyRing: KeyRingSource;
  readonly purpose: KeyPurpose;
}): StatementVerifier {
  return {
    async verify(jws) {
      const verified = await verify(options, jws, signedTypes.statement, statementShape);
      if ('refused' in verified) return verified;
      const { content, digest, keyId } = verified;
      return { statement: content, digest, keyId };
    },
    verifySeal: (jws) => verify(options, jws, signedTypes.planSeal, sealShape),
  };
}

/** Reads something signed under that `typ`, or says why it does not count. */
export async function verify<Content extends { readonly issuedAt: string }>(
  { keyRing, purpose }: { readonly keyRing: KeyRingSource; readonly purpose: KeyPurpose },
  jws: string,
  type: string,
  shape: z.ZodType<Content>,
): Promise<Verified<Content> | RefusedSignature> {
  const signed = await readSigned(jws, type, keyRing);
  if ('refused' in signed) return signed;
  const content = readContent(signed.payload, shape);
  if (content === null) {
    return refuse('signature/malformed', `What was signed is not a well-formed ${type}.`);
  }
  if (canonicalText(content) !== signed.payload) {
    return refuse(
      'signature/not-canonical',
      'What was signed is not in canonical form (RFC 8785).',
    );
  }
  const refusal = whyKeyDoesNotCount(signed.key, purpose, content.issuedAt);
  if (refusal !== null) return { refused: refusal };
  return { content, digest: sha256Hex(signed.payload), keyId: signed.key.kid };
}

function readContent<Content>(payload: string, shape: z.ZodType<Content>): Content | null {
  try {
    const read = shape.safeParse(JSON.parse(payload));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Null where there is no canonical form: text may hold half of a surrogate pair. */
function canonicalText(content: unknown): string | null {
  try {
    return canonicalJson(content);
  } catch {
    return null;
  }
}
