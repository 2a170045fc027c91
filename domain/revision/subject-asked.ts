import { subjectDigestOf } from '../approval/subject.ts';
import type { PlanOutline } from '../plan/plan.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import { planPartOf } from './plan-part.ts';

/**
 * The digest that a decision on a recorded requirement has to carry, by the plan in force and what
 * goes out now: whatever was asked then.
 */
export function subjectAsked(
  release: string,
  { state, outline }: { readonly state: ReleaseState; readonly outline: PlanOutline },
  requirement: RequirementState,
): string {
  const { id, environment, evidenceDigest, planPart, attempt } = requirement;
  return subjectDigestOf(release, state, {
    requirement: id,
    environment,
    evidenceDigest,
    planPart: planPart === undefined ? undefined : planPartOf(outline, requirement),
    attempt,
  });
}
