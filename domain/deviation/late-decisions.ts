import type { ReviewPolicy } from '../plan/policy.ts';
import type { ReleaseEvent } from '../release/event.ts';
import { standingOf } from '../release/standing.ts';
import type { ObligationState, ReleaseState, RequirementState } from '../release/state.ts';
import { isSettled } from '../review/obligations.ts';
import { haveAllApproved, isBypassOf } from './bypasses.ts';
import { type DeviationState, nameOfScope } from './deviation.ts';

const latePrefix = 'late-approvals/';
const rejectedPrefix = 'late-rejection/';

/** Whether an obligation is met by decisions alone, and by nobody’s word that it is. */
export function isMetByDecisions(obligation: string): boolean {
  return obligation.startsWith(latePrefix);
}

/** The obligation that follows from the one that was met, if the answer was a rejection. */
export function followOnOf(
  { obligations }: Pick<ReleaseState, 'obligations'>,
  { id }: Pick<ObligationState, 'id'>,
): ObligationState | undefined {
  if (!isMetByDecisions(id)) return undefined;
  const wanted = `${rejectedPrefix}${id.slice(latePrefix.length)}`;
  return obligations.find((known) => known.id === wanted && !isSettled(known));
}

type Opened = Extract<ReleaseEvent, { type: 'obligation.opened' }>;

/** What is owed from the use of a bypass on: that the others decide too, within its terms. */
export function lateApprovalsOf(
  state: Pick<ReleaseState, 'requirements' | 'defects'>,
  { id, scope, terms, reason }: DeviationState,
  { id: requirement, stage, group }: RequirementState,
  now: string,
): Opened {
  const { missing = 1 } = standingOf(state, { stage, kind: 'approval' }).get(requirement) ?? {};
  const withinMs = terms?.collectWithinMs ?? 0;
  return {
    type: 'obligation.opened',
    obligation: `${latePrefix}${id}`,
    title: `Late decision on ${requirement} by ${Math.max(1, missing)} more of ${group}`,
    owner: group,
    due: new Date(Date.parse(now) + withinMs).toISOString(),
    mandatoryBecause: [`Bypassed: ${nameOfScope(scope)}, because: ${reason}`],
  };
}

type Decided = Pick<
  ReleaseState,
  'requirements' | 'askedDeviations' | 'obligations' | 'defects' | 'deviations'
>;

/** Whether those who were missing when a bypass was used have still to decide. */
export function isOwedLate(
  { obligations }: Pick<ReleaseState, 'obligations'>,
  bypass: string,
): boolean {
  return obligations.some((known) => known.id === `${latePrefix}${bypass}` && !isSettled(known));
}

/** Whether people decide about a requirement still, although the release went on by a bypass. */
function isDecidedLate(state: Decided, requirement: RequirementState): boolean {
  return requirement.outcome === 'approved' && lateBypassOf(state, requirement) !== undefined;
}

/** Whether somebody is to decide it: because it is open, or afterwards. */
export function awaitsDecision(state: Decided, requirement: RequirementState): boolean {
  return requirement.outcome === 'pending' || isDecidedLate(state, requirement);
}

/** Phases in which people may be asked to decide: afterwards too, where a bypass was used. */
export const askingPhases = ['rolling-out', 'rolling-back', 'reviewing'] as const;

/** Whether people are asked to decide it now. One that goes back asks nobody to let it out. */
export function isAskedNow(
  state: Decided & Pick<ReleaseState, 'phase'>,
  requirement: RequirementState,
): boolean {
  const isOpen = state.phase === 'rolling-out' && requirement.outcome === 'pending';
  return isOpen || isDecidedLate(state, requirement);
}

/** The bypass by which a requirement is approved with people missing; and what they owe. */
export function lateBypassOf(state: Decided, requirement: RequirementState) {
  return owedOf(state, requirement.id).find(({ bypass }) => isBypassOf(bypass, requirement));
}

function owedOf({ askedDeviations, obligations }: Decided, requirement: string) {
  return askedDeviations.flatMap((bypass) => {
    if (bypass.scope.kind !== 'bypass' || bypass.scope.requirement !== requirement) return [];
    const owed = obligations.find(({ id }) => id === `${latePrefix}${bypass.id}`);
    return owed === undefined || isSettled(owed) ? [] : [{ bypass, owed }];
  });
}

/**
 * What follows from a decision on a requirement that was bypassed. When everybody has approved,
 * also where they were asked anew, nothing is missing any more. One rejection answers it too, and
 * then somebody owes what is done about that. Nothing follows from time.
 */
export function afterLateDecision(
  state: Decided,
  { requirement: id, by, now }: { requirement: string; by: string; now: string },
  review: Pick<ReviewPolicy, 'owner' | 'reviewDueMs'>,
): readonly ReleaseEvent[] {
  const requirement = state.requirements.find((known) => known.id === id);
  if (requirement === undefined) return [];
  const { stage } = requirement;
  return owedOf(state, id).flatMap(({ bypass, owed }): readonly ReleaseEvent[] => {
    const met = { type: 'obligation.met', obligation: owed.id, by } as const;
    if (haveAllApproved(state, stage)) return [met];
    const standing = standingOf(state, { stage, kind: 'approval' }).get(id);
    const isRejected = standing?.outcome === 'rejected' && isDecidedLate(state, requirement);
    if (!isRejected) return [];
    return [
      {
        type: 'obligation.opened',
        obligation: `${rejectedPrefix}${bypass.id}`,
        title: `What is done about it that ${id} was rejected afterwards`,
        owner: review.owner,
        due: new Date(Date.parse(now) + review.reviewDueMs).toISOString(),
        mandatoryBecause: [`Rejected after it went on by a bypass: ${id}.`],
      },
      met,
    ];
  });
}
