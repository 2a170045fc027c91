import type { DutyEngine } from '../../activities/ports/duties.ts';
import { type Confirmation, confirmationOf } from '../../domain/proposal/confirmation.ts';
import type { Proposal } from '../../domain/proposal/proposal.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import type { ReadFile } from '../../spec/read-directory.ts';
import type { ApiRecords } from '../records-port.ts';
import { appliedDocuments, countingDuties, overlay } from './applied-documents.ts';
import { checkDuties } from './check-duties.ts';
import { checkTogether } from './check-together.ts';
import { type DocumentChange, describeChange } from './describe-change.ts';
import { appliedMeanwhile, expectedDuties } from './expectations.ts';
import { toApplied } from './read-files.ts';
import { refuseTwins } from './refuse-twins.ts';
import { requireOwner } from './require-owner.ts';

/** `version` is null where nothing was applied: in a dry run, and by what is only proposed. */
export type AppliedChange = DocumentChange & { readonly version: number | null };

export type Applied = {
  readonly documents: readonly AppliedChange[];
  readonly confirmation: Confirmation;
  /** What a second person has to confirm; null where nobody has to. */
  readonly proposal: Proposal<FileDocument> | null;
};

export type AppliedRecords = Pick<
  ApiRecords,
  | 'catalog'
  | 'policies'
  | 'calendars'
  | 'portfolios'
  | 'audiences'
  | 'duties'
  | 'groupsOf'
  | 'applyExpected'
>;

/** Proposes files that do not count at once. */
export type Propose = (
  documents: readonly FileDocument[],
  before: readonly FileDocument[],
) => Promise<Proposal<FileDocument>>;

type ApplyParts = {
  readonly records: AppliedRecords;
  readonly dutyEngine: DutyEngine;
  readonly propose: Propose;
};

/**
 * Applies files: all of them or none. Where one of them needs a second person, all are proposed,
 * and none is applied: what is sent together counts together. Says what changes; a dry run says the
 * same and changes nothing. Throws a `Problem` with every wrong place of every file.
 */
export async function apply(
  files: readonly ReadFile[],
  { by, dryRun }: { readonly by: string; readonly dryRun: boolean },
  { records, dutyEngine, propose }: ApplyParts,
): Promise<Applied> {
  refuseTwins(files);
  await checkDuties(files, dutyEngine);
  const before = await appliedDocuments(records);
  const sent = files.flatMap((file) => toApplied(file).map((document) => ({ document, file })));
  checkTogether(overlay(before, sent));
  await requireOwner(sent, before, { by, records });
  const documents = sent.map(({ document }) => document);
  const changes = documents.map((document) => describeChange(document, before));
  const duties = countingDuties(before);
  const confirmation = confirmationOf(changes, duties?.document ?? null);
  const unapplied = changes.map((change) => ({ ...change, version: null }));
  if (dryRun) return { documents: unapplied, confirmation, proposal: null };
  if (confirmation === 'needed') {
    const proposal = await propose(documents, before);
    return { documents: unapplied, confirmation, proposal };
  }
  const expected = [expectedDuties(before)];
  const versions = await records.applyExpected(documents, { by, expected, action: null });
  if (versions === null) throw appliedMeanwhile();
  const applied = changes.map((change, index) => {
    return { ...change, version: versions[index]?.version ?? null };
  });
  return { documents: applied, confirmation, proposal: null };
}
