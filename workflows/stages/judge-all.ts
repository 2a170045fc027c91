import { counted } from '../../domain/release/counted.ts';
import type { EvidenceReference, Verdict } from '../../domain/release/event.ts';
import type { ReleaseRun } from '../release-run.ts';
import { StageFailed } from '../stage-failed.ts';

export type Judged = { readonly name: string; readonly verdict: Verdict; readonly reason: string };

/** Records what was judged of a stage as a whole, in the order that it is given in. */
export function recordJudged(
  run: ReleaseRun,
  stage: string,
  found: readonly (Judged & { readonly evidence: EvidenceReference | null })[],
): void {
  for (const { name, verdict, reason, evidence } of found) {
    const gate = { stage, gate: name, component: null };
    run.journal.record({ type: 'gate.judged', ...gate, verdict, reason, evidence });
  }
}

/** Fails the stage unless everything passed. Inconclusive is not a pass: a person has to look. */
export function requireAllPassed(code: string, judged: readonly Judged[]): string {
  const wrong = judged.filter(({ verdict }) => verdict !== 'pass');
  if (wrong.length === 0) {
    return judged.length === 0
      ? 'There is nothing to check.'
      : `Passed: ${counted(judged.length, 'check')}.`;
  }
  const told = wrong.map(({ name, verdict, reason }) => `${name}: ${verdict}, ${reason}`);
  throw new StageFailed({
    code,
    message: told.join(' '),
    remedy: 'Read the evidence, mend the cause, then send retry.',
  });
}
