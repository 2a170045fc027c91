import { contentDigest } from '../../domain/ledger/digest.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import type { Expectation } from '../../records/apply-expected.ts';
import { Problem } from '../problem.ts';
import { countingDuties } from './applied-documents.ts';

/**
 * Whether a second person is needed was decided by these duties: another set may need one where
 * they did not.
 */
export function expectedDuties(applied: readonly FileDocument[]): Expectation {
  const duties = countingDuties(applied);
  const digest = duties === undefined ? null : contentDigest(duties.document);
  return { kind: 'Duties', name: duties?.name ?? '', digest };
}

/** Who is in which group was read from this catalog. */
export function expectedCatalog(applied: readonly FileDocument[]): Expectation {
  const catalog = applied.find(({ kind }) => kind === 'Catalog');
  const digest = catalog === undefined ? null : contentDigest(catalog.document);
  return { kind: 'Catalog', name: '', digest };
}

export function appliedMeanwhile(): Problem {
  return new Problem('applied-meanwhile', {
    detail: 'What was compared counts no more: somebody else was faster. Nothing was changed.',
  });
}
