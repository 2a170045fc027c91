import type { ReleaseFact } from '../release/event.ts';
import type { EvidenceReference } from '../release/terms.ts';
import { eventsOf } from './read-facts.ts';
import type { EvidenceUse } from './record.ts';

/** Every piece of evidence that the facts name, in the order of its first use. */
export function findEvidence(facts: readonly ReleaseFact[]): readonly EvidenceUse[] {
  const uses = new Map<string, Set<string>>();
  const note = (evidence: EvidenceReference | null, use: string) => {
    if (evidence === null) return;
    const known = uses.get(evidence.digest) ?? new Set();
    uses.set(evidence.digest, known.add(use));
  };
  for (const { stage, gate, component, evidence } of eventsOf(facts, 'gate.judged')) {
    note(evidence, `${stage}: ${gate}${component === null ? '' : ` of ${component}`}`);
  }
  for (const { stage, weightPercent, evidence } of eventsOf(facts, 'analysis.judged')) {
    note(evidence, `${stage}: metrics at ${weightPercent} %`);
  }
  for (const { environment, exhibits } of eventsOf(facts, 'forensics.captured')) {
    for (const { component, evidence } of exhibits) {
      note(evidence, `${environment}: what was kept of ${component} before the rollback`);
    }
  }
  for (const { environment, evidence } of eventsOf(facts, 'rollback.validated')) {
    note(evidence, `${environment}: what was found after the rollback`);
  }
  return [...uses].map(([digest, found]) => ({ digest, uses: [...found] }));
}
