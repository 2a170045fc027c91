import { z } from 'zod';
import type { AccessActVerifier } from '../../activities/ports/signatures.ts';
import { type AccessAct, verifierPattern } from '../../domain/access/act.ts';
import { signedTypes } from '../../domain/approval/key-ring.ts';
import { digestPattern } from '../../domain/ledger/digest.ts';
import type { KeyRingSource } from './key-ring.ts';
import { verify } from './verify-statement.ts';

const name = z.string().min(1).max(200);
const instant = z.iso.datetime({ offset: true });
const words = z.string().min(1).max(1000);

const head = {
  kind: z.literal('access-act'),
  id: name,
  access: name,
  subjectDigest: z.string().regex(digestPattern),
  by: name,
  issuedAt: instant,
  expiresAt: instant,
};

const request = z.strictObject({
  environment: name,
  resource: name,
  role: name,
  until: instant,
  reason: words,
  release: name.nullable(),
});

/** Exactly the members of an act. */
const actShape: z.ZodType<AccessAct> = z.discriminatedUnion('act', [
  z.strictObject({ ...head, act: z.literal('ask'), request }),
  z.strictObject({
    ...head,
    act: z.enum(['grant', 'refuse', 'confirm', 'revoke']),
    reason: words.nullable(),
  }),
  z.strictObject({
    ...head,
    act: z.literal('take-credentials'),
    verifier: z.string().regex(verifierPattern),
  }),
]);

/** Reads what people said of accesses, as `createStatementVerifier` reads statements. */
export function createActVerifier(keyRing: KeyRingSource): AccessActVerifier {
  return {
    async verifyAct(jws) {
      const read = { keyRing, purpose: 'statements' } as const;
      const verified = await verify(read, jws, signedTypes.accessAct, actShape);
      return 'refused' in verified ? verified : { act: verified.content, digest: verified.digest };
    },
  };
}
