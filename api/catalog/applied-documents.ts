import { contentDigest } from '../../domain/ledger/digest.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import type { ApiRecords } from '../records-port.ts';
import type { Candidate } from './check-together.ts';

type AppliedReads = Pick<
  ApiRecords,
  'catalog' | 'policies' | 'calendars' | 'portfolios' | 'audiences' | 'duties'
>;

/**
 * Everything that counts now. There is one catalog, which has no name of its own in the records,
 * and one set of duties.
 */
export async function appliedDocuments(records: AppliedReads): Promise<readonly FileDocument[]> {
  const [catalog, policies, calendars, portfolios, audiences, duties] = await Promise.all([
    records.catalog(),
    records.policies(),
    records.calendars(),
    records.portfolios(),
    records.audiences(),
    records.duties(),
  ]);
  return [
    ...(catalog === null
      ? []
      : [{ kind: 'Catalog' as const, name: 'catalog', document: catalog.catalog }]),
    ...policies.map((document) => ({ kind: 'Policy' as const, name: document.name, document })),
    ...calendars.map((calendar) => ({ kind: 'Calendar' as const, ...calendar })),
    ...portfolios.map((document) => ({
      kind: 'Portfolio' as const,
      name: document.name,
      document,
    })),
    ...audiences.map((document) => ({
      kind: 'Audience' as const,
      name: document.name,
      document,
    })),
    ...(duties === null ? [] : [{ kind: 'Duties' as const, name: duties.name, document: duties }]),
  ];
}

/** What would count afterwards: what is sent, and whatever of the rest it does not replace. */
export function overlay(
  before: readonly FileDocument[],
  sent: readonly Candidate[],
): readonly Candidate[] {
  const staying = before.filter(
    (document) => !sent.some((candidate) => isSame(candidate.document, document)),
  );
  return [...sent, ...staying.map((document) => ({ document, file: null }))];
}

/** What a document would take the place of, or nothing. */
export function replacedBy(
  document: FileDocument,
  applied: readonly FileDocument[],
): FileDocument | undefined {
  return applied.find((each) => isSame(each, document));
}

/** Digest of what each document would take the place of; null for one that is new. */
export function replacedDigests(
  documents: readonly FileDocument[],
  applied: readonly FileDocument[],
): readonly (string | null)[] {
  return documents.map((document) => {
    const replaced = replacedBy(document, applied);
    return replaced === undefined ? null : contentDigest(replaced.document);
  });
}

/** Whether two documents take each other's place. */
export function isSame(one: FileDocument, other: FileDocument): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind === 'Catalog' || one.kind === 'Duties' || one.name === other.name;
}

/** The set of duties that counts, or nothing. */
export function countingDuties(applied: readonly FileDocument[]) {
  return applied.find((document) => document.kind === 'Duties');
}
