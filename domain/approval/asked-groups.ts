import type { RequirementState } from '../release/requirement-state.ts';

/** Whose members decide: the group that is asked, and the one that it was escalated to. */
export function askedGroups({
  group,
  escalatedTo,
}: Pick<RequirementState, 'group' | 'escalatedTo'>): readonly string[] {
  return escalatedTo === undefined ? [group] : [group, escalatedTo];
}
