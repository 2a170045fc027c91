import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { type Proposal, proposalLifeMs, standingOf } from '../../domain/proposal/proposal.ts';
import { proposedAct } from '../../domain/proposal/signed-acts.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import { isSame, replacedDigests } from '../catalog/applied-documents.ts';
import { appliedMeanwhile, expectedDuties } from '../catalog/expectations.ts';
import type { Services } from '../services.ts';
import { proposalDocument, unansweredStill } from './proposal-document.ts';
import { signAct } from './sign-act.ts';

type FileProposal = Proposal<FileDocument>;
type ProposeServices = Pick<Services, 'clock' | 'signer'> & {
  readonly records: Pick<Services['records'], 'proposals' | 'keep' | 'applyExpected'>;
};

/**
 * Proposes files in the name of a person; nothing of them counts yet. The same files from the same
 * person are the same proposal, as long as it is open; whatever else is open about one of them is
 * superseded. Throws a `Problem` where somebody was faster.
 */
export async function proposeFiles(
  documents: readonly FileDocument[],
  before: readonly FileDocument[],
  by: string,
  services: ProposeServices,
): Promise<FileProposal> {
  const { records, clock } = services;
  const now = clock();
  const at = now.toISOString();
  const replaces = replacedDigests(documents, before);
  const open = (await records.proposals()).filter((each) => {
    const applied = replacedDigests(each.documents, before);
    return standingOf(each, applied, at) === 'open';
  });
  const same = open.find(
    (each) => each.proposedBy === by && canonicalJson(each.documents) === canonicalJson(documents),
  );
  if (same !== undefined) return same;
  const proposal: FileProposal = {
    id: `proposal-${randomUUID()}`,
    documents,
    replaces,
    proposedBy: by,
    proposedAt: at,
    expiresAt: new Date(now.getTime() + proposalLifeMs).toISOString(),
    closed: null,
  };
  const overtaken = open.filter((each) =>
    each.documents.some((one) => documents.some((other) => isSame(one, other))),
  );
  const closed = { outcome: 'superseded', by, at, reason: `By ${proposal.id}.` } as const;
  const written = [proposal, ...overtaken.map((each) => ({ ...each, closed }))].map(
    proposalDocument,
  );
  const action = await signAct(proposedAct(proposal), services);
  const expected = [expectedDuties(before), ...overtaken.map(unansweredStill)];
  const versions = await records.applyExpected(written, { by, expected, action });
  if (versions === null) throw appliedMeanwhile();
  return proposal;
}
