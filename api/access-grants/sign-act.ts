import type { KeptStatement } from '../../activities/ports/records.ts';
import { accessChain } from '../../domain/access/access.ts';
import type { AccessAct, AccessActContent } from '../../domain/access/act.ts';
import type { Services } from '../services.ts';

/** A worker may be away for a night; what has waited longer has to be said again. */
const validityMs = 24 * 3_600_000;

/** What is said, of whom, about what. */
export type Saying = {
  readonly id: string;
  readonly access: string;
  readonly subjectDigest: string;
  readonly by: string;
  readonly content: AccessActContent;
};

/** The act that a person's words become. */
export function actOf({ content, ...head }: Saying, now: Date): AccessAct {
  const issuedAt = now.toISOString();
  const expiresAt = new Date(now.getTime() + validityMs).toISOString();
  return { kind: 'access-act', ...head, issuedAt, expiresAt, ...content };
}

/** Signs an act and keeps it under its id; null when the id belongs to another one. */
export async function signAndKeep(
  act: AccessAct,
  { signer, records }: Pick<Services, 'signer' | 'records'>,
): Promise<KeptStatement | null> {
  const { jws, digest } = await signer.signAccessAct(act);
  const kept = { id: act.id, digest, release: accessChain(act.access), jws };
  return (await records.keep(kept)) ? kept : null;
}
