import type { DutyEngine } from '../../activities/ports/duties.ts';
import type { AppliedVersion, FileDocument } from '../../records/applied-files.ts';
import type { ReadFile } from '../../spec/read-directory.ts';
import type { ApiRecords } from '../records-port.ts';
import { checkDuties } from './check-duties.ts';
import { type Candidate, checkTogether } from './check-together.ts';
import { type DocumentDifference, diffDocuments } from './diff-documents.ts';
import { toApplied } from './read-files.ts';
import { refuseTwins } from './refuse-twins.ts';
import { requireOwner } from './require-owner.ts';

export type AppliedChange = {
  readonly kind: FileDocument['kind'];
  readonly name: string;
  readonly change: 'added' | 'changed' | 'unchanged';
  readonly differences: readonly DocumentDifference[];
  /** Null in a dry run. */
  readonly version: number | null;
};

export type AppliedRecords = Pick<
  ApiRecords,
  'catalog' | 'policies' | 'calendars' | 'portfolios' | 'duties' | 'groupsOf' | 'applyFiles'
>;

/**
 * Applies files: all of them or none. Says what changes; a dry run says the same and changes
 * nothing. Throws a `Problem` with every wrong place of every file.
 */
export async function apply(
  files: readonly ReadFile[],
  { by, dryRun }: { readonly by: string; readonly dryRun: boolean },
  { records, dutyEngine }: { readonly records: AppliedRecords; readonly dutyEngine: DutyEngine },
): Promise<readonly AppliedChange[]> {
  refuseTwins(files);
  await checkDuties(files, dutyEngine);
  const before = await appliedDocuments(records);
  const sent = files.flatMap((file) => toApplied(file).map((document) => ({ document, file })));
  checkTogether(overlay(before, sent));
  await requireOwner(sent, before, { by, records });
  const documents = sent.map(({ document }) => document);
  const versions = dryRun ? [] : await records.applyFiles(documents, by);
  return documents.map((document) => changeOf(document, before, versions));
}

/** There is one catalog, which has no name of its own in the records, and one set of duties. */
async function appliedDocuments(records: AppliedRecords): Promise<readonly FileDocument[]> {
  const [catalog, policies, calendars, portfolios, duties] = await Promise.all([
    records.catalog(),
    records.policies(),
    records.calendars(),
    records.portfolios(),
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
    ...(duties === null ? [] : [{ kind: 'Duties' as const, name: duties.name, document: duties }]),
  ];
}

function overlay(
  before: readonly FileDocument[],
  sent: readonly Candidate[],
): readonly Candidate[] {
  const staying = before.filter(
    (document) => !sent.some((candidate) => isSame(candidate.document, document)),
  );
  return [...sent, ...staying.map((document) => ({ document, file: null }))];
}

function isSame(one: FileDocument, other: FileDocument): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind === 'Catalog' || one.kind === 'Duties' || one.name === other.name;
}

function changeOf(
  after: FileDocument,
  applied: readonly FileDocument[],
  versions: readonly AppliedVersion[],
): AppliedChange {
  const { kind, name } = after;
  const before = applied.find((document) => isSame(document, after));
  const version = versions.find((each) => each.kind === kind && each.name === name)?.version;
  const shared = { kind, name, version: version ?? null };
  if (before === undefined) return { ...shared, change: 'added', differences: [] };
  const differences = diffDocuments(before.document, after.document);
  const change = differences.length === 0 ? 'unchanged' : 'changed';
  return { ...shared, change, differences };
}
