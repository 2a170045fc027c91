import type { VerificationAnswer } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

/** What recomputing the ledger found, a line a release, and below it every damage. */
export function showVerification({ holds, findings }: VerificationAnswer, paint: Paint): string {
  const rows = findings.map(({ release, entries, damages, projectionHolds, head }) => [
    release,
    String(entries),
    damages.length === 0 ? paint('good', 'holds') : paint('bad', `${damages.length} damaged`),
    projectionHolds ? paint('good', 'holds') : paint('bad', 'differs'),
    head ?? '',
  ]);
  const damages = findings.flatMap(({ release, damages: found }) =>
    found.map(
      ({ kind, position, reason }) => `${paint('bad', kind)} ${release} at ${position}: ${reason}`,
    ),
  );
  const verdict = holds
    ? paint('good', `The ledger holds: ${entriesOf(findings)} entries recomputed.`)
    : paint('bad', 'The ledger is broken.');
  const shown = table(['release', 'entries', 'chain', 'lists', 'head'], rows, paint);
  return [shown, ...damages, verdict].join('\n');
}

function entriesOf(findings: VerificationAnswer['findings']): number {
  return findings.reduce((sum, { entries }) => sum + entries, 0);
}
