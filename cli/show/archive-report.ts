import type { ArchiveReport } from '../evidence/verify-archive.ts';
import type { Paint } from '../terminal/paint.ts';

/** What a check of an evidence archive found: what is wrong first, and the verdict last. */
export function showArchiveReport(report: ArchiveReport, paint: Paint): string {
  const { files, entries, statements, keyId, keyIsKnown, exportedBy, exportedAt } = report;
  return [
    ...report.problems.map((problem) => paint('bad', problem)),
    ...report.gaps.map((gap) => `The archive says itself: ${gap}`),
    `${report.release ?? 'An unknown release'}: ${files} files, ` +
      `${entries} entries of the ledger, ${statements} signed statements.`,
    ...(keyId === null ? [] : [`Signed for ${exportedBy} at ${exportedAt} with the key ${keyId}.`]),
    ...(keyIsKnown || keyId === null ? [] : [unknownKey]),
    report.holds ? paint('good', 'The archive holds.') : paint('bad', 'The archive is broken.'),
  ].join('\n');
}

const unknownKey =
  'The key was taken from the archive itself: compare its id with one that you got another way, ' +
  'or give --key-ring.';
