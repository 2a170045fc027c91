import type { DecisionRecord, RequirementState, VoidedDecision } from '../state.ts';

/** The last decision of each person that counts no more, these among them. */
export function voidedOf(
  { voided = [], subjectDigest }: RequirementState,
  decisions: readonly DecisionRecord[],
  why: Pick<VoidedDecision, 'voidedAt' | 'because' | 'revision'>,
): readonly VoidedDecision[] {
  const kept = voided.filter((known) => !decisions.some(({ by }) => by === known.by));
  return [...kept, ...decisions.map((each) => ({ ...each, ...why, subjectDigest }))];
}
