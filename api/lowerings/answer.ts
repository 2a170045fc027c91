import type { Lowering } from '../../domain/deviation/lowering.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import { proposalDigest, standingOf } from '../../domain/proposal/proposal.ts';
import { answeredAct } from '../../domain/proposal/signed-acts.ts';
import { whyNotAnswered } from '../../domain/proposal/why-not-answered.ts';
import type { Actor } from '../access/actor.ts';
import { appliedDocuments } from '../catalog/applied-documents.ts';
import { appliedMeanwhile, expectedCatalog } from '../catalog/expectations.ts';
import { Problem } from '../problem.ts';
import { signAct } from '../proposals/sign-act.ts';
import type { Services } from '../services.ts';

export type LoweringAnswer = {
  readonly lowering: string;
  readonly verdict: 'confirm' | 'reject';
  readonly digest: string;
  readonly reason: string | null;
};

/**
 * Answers for a person whether a release may have less rigor. Throws a `Problem` when the answer
 * does not count, and nothing is changed then. A delegation grants nothing.
 */
export async function answerLowering(
  { lowering: id, verdict, digest, reason }: LoweringAnswer,
  { subject: by, groups }: Actor,
  services: Pick<Services, 'records' | 'signer' | 'clock'>,
): Promise<Lowering> {
  const { records, clock } = services;
  const [known, applied] = await Promise.all([records.lowerings(), appliedDocuments(records)]);
  const lowering = known.find((each) => each.id === id);
  if (lowering === undefined) {
    throw new Problem('unknown-proposal', { detail: `No exemption is called ${id}.` });
  }
  const at = clock().toISOString();
  const [{ grantedBy }] = lowering.documents;
  const answer = { verdict, digest, by, mayConfirm: groups.includes(grantedBy) };
  const refusal = whyNotAnswered(lowering, standingOf(lowering, [null], at), answer);
  if (refusal !== null) {
    const members = { currentDigest: proposalDigest(lowering) };
    throw new Problem(refusal.code, { detail: refusal.reason, members });
  }
  const outcome = verdict === 'confirm' ? 'confirmed' : 'rejected';
  const closed = { ...lowering, closed: { outcome, by, at, reason } } as const;
  const act = answeredAct(closed);
  const action = act === null ? null : await signAct(act, services, 'lowering');
  const kept = { kind: 'Lowering', name: id, document: closed } as const;
  const unanswered = { kind: 'Lowering', name: id, digest: contentDigest(lowering) } as const;
  const expected = [expectedCatalog(applied), unanswered];
  const versions = await records.applyExpected([kept], { by, expected, action });
  if (versions === null) throw appliedMeanwhile();
  return closed;
}
