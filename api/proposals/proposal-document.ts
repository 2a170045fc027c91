import { contentDigest } from '../../domain/ledger/digest.ts';
import type { Proposal } from '../../domain/proposal/proposal.ts';
import type { AppliedDocument, FileDocument } from '../../records/applied-files.ts';
import type { Expectation } from '../../records/apply-expected.ts';

/** A proposal as the records keep it. */
export function proposalDocument(document: Proposal<FileDocument>): AppliedDocument {
  return { kind: 'Proposal', name: document.id, document };
}

/** That nobody has answered the proposal, or closed it, since it was read. */
export function unansweredStill(proposal: Proposal<FileDocument>): Expectation {
  return { kind: 'Proposal', name: proposal.id, digest: contentDigest(proposal) };
}
