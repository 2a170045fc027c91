import microdiff, { type Difference } from 'microdiff';
import { jsonPointer } from '../../domain/ledger/json-pointer.ts';
import type { FileDocument } from '../../records/applied-files.ts';

export type DocumentDifference = {
  readonly change: 'added' | 'removed' | 'changed';
  /** Into what the document means, not into its text. */
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** What differs between two versions of a document. */
export function diffDocuments(
  before: FileDocument['document'],
  after: FileDocument['document'],
): readonly DocumentDifference[] {
  return microdiff({ document: before }, { document: after }, { cyclesFix: false }).map(describe);
}

function describe(difference: Difference): DocumentDifference {
  const pointer = jsonPointer(difference.path.slice(1));
  const was: unknown = difference.type === 'CREATE' ? undefined : difference.oldValue;
  const is: unknown = difference.type === 'REMOVE' ? undefined : difference.value;
  switch (difference.type) {
    case 'CREATE':
      return { change: 'added', pointer, after: is };
    case 'REMOVE':
      return { change: 'removed', pointer, before: was };
    case 'CHANGE':
      return { change: 'changed', pointer, before: was, after: is };
  }
}
