import type { FileDocument } from '../../records/applied-files.ts';
import { replacedBy } from './applied-documents.ts';
import { type DocumentDifference, diffDocuments } from './diff-documents.ts';

export type DocumentChange = {
  readonly kind: FileDocument['kind'];
  readonly name: string;
  readonly change: 'added' | 'changed' | 'unchanged';
  readonly differences: readonly DocumentDifference[];
};

/** What a document changes in what is applied. */
export function describeChange(
  after: FileDocument,
  applied: readonly FileDocument[],
): DocumentChange {
  const { kind, name } = after;
  const before = replacedBy(after, applied);
  if (before === undefined) return { kind, name, change: 'added', differences: [] };
  const differences = diffDocuments(before.document, after.document);
  return { kind, name, change: differences.length === 0 ? 'unchanged' : 'changed', differences };
}
