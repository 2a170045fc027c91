import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { SealContent } from '../../activities/ports/records.ts';
import type { StatementVerifier } from '../../activities/ports/signatures.ts';
import { signedTypes, type VerificationKey } from '../../domain/approval/key-ring.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { createStatementVerifier } from '../signatures/verify-statement.ts';

const purpose = 'rehearsal';

/** What one rehearsal signs with, and who alone believes it. */
export type RehearsalKey = {
  readonly public: VerificationKey;
  readonly verifier: StatementVerifier;
  /** The compact JWS. */
  signStatement(statement: Statement): Promise<string>;
  signSeal(content: SealContent): Promise<string>;
};

/**
 * Makes a key that lives in memory for one rehearsal. It stands in no key ring, and even there its
 * purpose would make every other verifier refuse it.
 */
export async function createRehearsalKey(): Promise<RehearsalKey> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const { x } = await exportJWK(publicKey);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: x ?? '' } as const;
  const key: VerificationKey = {
    kid: await calculateJwkThumbprint(jwk),
    jwk,
    purpose,
    notBefore: '1970-01-01T00:00:00.000Z',
    notAfter: null,
    revokedAt: null,
  };
  const sign = (typ: string, content: Statement | SealContent): Promise<string> =>
    new CompactSign(new TextEncoder().encode(canonicalJson(content)))
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ })
      .sign(privateKey);
  return {
    public: key,
    verifier: createStatementVerifier({
      keyRing: { find: async (kid) => (kid === key.kid ? key : null) },
      purpose,
    }),
    signStatement: (statement) => sign(signedTypes.statement, statement),
    signSeal: (content) => sign(signedTypes.planSeal, content),
  };
}
