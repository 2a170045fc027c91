import { confirmingGroup } from '../../domain/proposal/confirmation.ts';
import { type Proposal, proposalDigest, standingOf } from '../../domain/proposal/proposal.ts';
import { answeredAct } from '../../domain/proposal/signed-acts.ts';
import { whyNotAnswered } from '../../domain/proposal/why-not-answered.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import type { Expectation } from '../../records/apply-expected.ts';
import type { Actor } from '../access/actor.ts';
import {
  appliedDocuments,
  countingDuties,
  overlay,
  replacedDigests,
} from '../catalog/applied-documents.ts';
import { checkTogether } from '../catalog/check-together.ts';
import { appliedMeanwhile, expectedCatalog, expectedDuties } from '../catalog/expectations.ts';
import { requireOwner } from '../catalog/require-owner.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { proposalDocument, unansweredStill } from './proposal-document.ts';
import { signAct } from './sign-act.ts';

export type AnswerOrder = {
  readonly proposal: string;
  readonly verdict: 'confirm' | 'reject';
  readonly digest: string;
  readonly reason: string | null;
};

/**
 * Answers a proposal for a person. Its files count from then on if it is confirmed, all of them
 * together. Throws a `Problem` when the answer does not count, and nothing is changed then.
 */
export async function answerProposal(
  { proposal: id, verdict, digest, reason }: AnswerOrder,
  actor: Actor,
  services: Pick<Services, 'records' | 'signer' | 'clock'>,
): Promise<Proposal<FileDocument>> {
  const { records } = services;
  const [proposals, before] = await Promise.all([records.proposals(), appliedDocuments(records)]);
  const proposal = proposals.find((each) => each.id === id);
  if (proposal === undefined) {
    throw new Problem('unknown-proposal', { detail: `No proposal is called ${id}.` });
  }
  const { subject: by } = actor;
  const at = services.clock().toISOString();
  const applied = replacedDigests(proposal.documents, before);
  const answer = { verdict, digest, by, mayConfirm: mayConfirm(actor, before) };
  const refusal = whyNotAnswered(proposal, standingOf(proposal, applied, at), answer);
  if (refusal !== null) {
    const members = { currentDigest: proposalDigest(proposal) };
    throw new Problem(refusal.code, { detail: refusal.reason, members });
  }
  if (verdict === 'confirm') await checkStill(proposal, before, services);
  const outcome = verdict === 'confirm' ? 'confirmed' : 'rejected';
  const closed = { ...proposal, closed: { outcome, by, at, reason } } as const;
  const act = answeredAct(closed);
  const action = act === null ? null : await signAct(act, services);
  const documents = verdict === 'confirm' ? proposal.documents : [];
  const versions = await records.applyExpected([...documents, proposalDocument(closed)], {
    by,
    expected: [
      // Who may confirm was decided by these two.
      expectedDuties(before),
      expectedCatalog(before),
      unansweredStill(proposal),
      ...untouched(proposal),
    ],
    action,
  });
  if (versions === null) throw appliedMeanwhile();
  return closed;
}

/** By the duties that count and the directory as it is now. A delegation confirms nothing. */
function mayConfirm({ groups, roles }: Actor, applied: readonly FileDocument[]): boolean {
  const group = confirmingGroup(countingDuties(applied)?.document ?? null);
  return group === null ? roles.has('admin') : groups.includes(group);
}

/** Other files may have been applied since, which it no longer fits together with. */
async function checkStill(
  { documents, proposedBy: by }: Proposal<FileDocument>,
  before: readonly FileDocument[],
  { records }: Pick<Services, 'records'>,
): Promise<void> {
  const candidates = documents.map((document) => ({ document, file: null }));
  checkTogether(overlay(before, candidates));
  await requireOwner(candidates, before, { by, records });
}

/** That nothing took the place of what the proposal would replace. */
function untouched({ documents, replaces }: Proposal<FileDocument>): readonly Expectation[] {
  return documents.map(({ kind, name }, index) => {
    return { kind, name, digest: replaces[index] ?? null };
  });
}
