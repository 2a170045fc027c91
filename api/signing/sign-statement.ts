import { CompactSign, importJWK } from 'jose';
import type { SealContent } from '../../activities/ports/records.ts';
import type { AccessAct } from '../../domain/access/act.ts';
import {
  type KeyPurpose,
  type KeyRing,
  signedTypes,
  whyKeyDoesNotCount,
} from '../../domain/approval/key-ring.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import type { EvidenceSeal } from '../../domain/evidence/seal.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import type { ProposalAct } from '../../domain/proposal/act.ts';
import { type PrivateKey, readKeyRingFile, readPrivateKey } from './key-files.ts';

/** Something signed: the compact JWS, and the digest of the canonical JSON that it signs. */
type Signed = { readonly jws: string; readonly digest: string };

/** Signs what people said. Only the API process has one. */
export type Signer = {
  readonly keyId: string;
  /** Throws when the key does not count at the statement's `issuedAt`, or has been revoked. */
  signStatement(statement: Statement): Promise<Signed>;
  /** Throws as `signStatement` does. */
  signSeal(content: SealContent): Promise<Signed>;
  /** Throws as `signStatement` does. */
  signProposal(content: ProposalAct): Promise<Signed>;
  /** Throws as `signStatement` does. */
  signAccessAct(act: AccessAct): Promise<Signed>;
  signEvidence(seal: EvidenceSeal): Promise<Signed>;
  /** Every public key that has ever signed. Throws when the key ring cannot be read. */
  publicKeys(): Promise<KeyRing>;
};

type Content = Statement | SealContent | ProposalAct | EvidenceSeal | AccessAct;

/**
 * A signer with the private key of that file. The key ring is read before each signature, so that a
 * key which was revoked or has ended signs nothing that verifiers would then refuse. Throws when
 * the private key cannot be read or is not in the ring, with what to do about it.
 */
export async function createSigner(options: {
  readonly privateKeyFile: string;
  readonly keyRingFile: string;
  /** `statements` when not said. */
  readonly purpose?: KeyPurpose;
}): Promise<Signer> {
  const { privateKeyFile, keyRingFile, purpose = 'statements' } = options;
  const key = await readPrivateKey(privateKeyFile);
  if (key === null) {
    throw new Error(`There is no private key ${privateKeyFile}. Make one, or restore the file.`);
  }
  await requireListed(key, keyRingFile);
  const privateKey = await importJWK(key.jwk, 'EdDSA');

  const sign = async (type: string, content: Content): Promise<Signed> => {
    const listed = await requireListed(key, keyRingFile);
    const refusal = whyKeyDoesNotCount(listed, purpose, content.issuedAt);
    if (refusal !== null) {
      throw new Error(`${refusal.reason} Make a new key, and start the API with it.`);
    }
    const payload = canonicalJson(content);
    const jws = await new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: type })
      .sign(privateKey);
    return { jws, digest: sha256Hex(payload) };
  };

  return {
    keyId: key.kid,
    signStatement: (statement) => sign(signedTypes.statement, statement),
    signSeal: (content) => sign(signedTypes.planSeal, content),
    signProposal: (content) => sign(signedTypes.proposal, content),
    signAccessAct: (act) => sign(signedTypes.accessAct, act),
    signEvidence: (seal) => sign(signedTypes.evidenceSeal, seal),
    publicKeys: async () => (await readKeyRingFile(keyRingFile)) ?? { keys: [] },
  };
}

async function requireListed(key: PrivateKey, keyRingFile: string) {
  const keyRing = await readKeyRingFile(keyRingFile);
  const listed = keyRing?.keys.find(({ kid }) => kid === key.kid);
  if (listed !== undefined && listed.jwk.x === key.jwk.x) return listed;
  throw new Error(
    `The key ${key.kid} is not in the key ring ${keyRingFile}, so nobody could check what it ` +
      'signs. Make keys together with their entry in the ring.',
  );
}
