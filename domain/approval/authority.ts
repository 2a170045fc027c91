import type { RequirementPolicy } from '../plan/requirement-policy.ts';
import type { DecisionRecord, RequirementState } from '../release/state.ts';
import { askedGroups } from './asked-groups.ts';
import type { InPlaceOf, StandIn } from './delegation.ts';
import { exclusionOf } from './exclusion.ts';

/** A person, with what the directory knows of them at this moment. */
export type Decider = {
  readonly by: string;
  readonly groups: readonly string[];
  readonly standIns: readonly StandIn[];
};

/** By what right somebody decides: as themselves (null), or in somebody's place. */
export type Authority = { readonly inPlaceOf: StandIn | null };

type Refusal = { readonly code: string; readonly reason: string };

type People = Parameters<typeof exclusionOf>[0];
type Asked = Pick<RequirementState, 'kind' | 'group' | 'escalatedTo' | 'decisions'>;

/**
 * By what right a person decides a requirement, or why they may not. A member of the group speaks
 * as themselves. A delegate is measured twice: as themselves, and by the person in whose place they
 * speak, who must be one that may decide and has not spoken here, in person or through another
 * delegate.
 */
export function authorityOf(
  state: People,
  asked: Asked,
  { by, groups, standIns }: Decider,
): Authority | Refusal {
  const { decisions } = asked;
  const deciding = askedGroups(asked);
  const isMember = groups.some((group) => deciding.includes(group));
  const offered = standIns.filter(({ group }) => deciding.includes(group));
  const nobody = notInGroup(deciding);
  if (!isMember && offered.length === 0) return nobody;
  const exclusion = exclusionOf(state, by);
  if (exclusion !== null) return exclusion;
  if (decisions.some((decision) => decision.by === by)) {
    const reason = 'This person has decided this requirement already.';
    return { code: 'approval/already-decided', reason };
  }
  if (isMember) return whyRepresented(decisions, by) ?? { inPlaceOf: null };
  const refusals: Refusal[] = [];
  for (const standIn of offered) {
    const refusal = whyNotInPlaceOf(state, asked, standIn);
    if (refusal === null) return { inPlaceOf: standIn };
    refusals.push(refusal);
  }
  return refusals[0] ?? nobody;
}

function notInGroup(deciding: readonly string[]): Refusal {
  const reason = `Only people of ${deciding.join(' or ')} decide this.`;
  return { code: 'approval/not-in-group', reason };
}

/** Why nobody may speak in that person's place about this; null when nothing speaks against it. */
function whyNotInPlaceOf(
  state: People,
  { decisions }: Asked,
  { from, delegation }: StandIn,
): Refusal | null {
  const exclusion = exclusionOf(state, from);
  if (exclusion !== null) {
    const reason = `Who gave the delegation ${delegation} may not decide: ${exclusion.reason}`;
    return { code: 'approval/delegator-excluded', reason };
  }
  if (decisions.some(({ by }) => by === from)) {
    const reason = `Who gave the delegation ${delegation} has decided this requirement already.`;
    return { code: 'approval/delegator-has-decided', reason };
  }
  return whyRepresented(decisions, from);
}

/** One right to decide is used once, whoever uses it. */
function whyRepresented(decisions: readonly DecisionRecord[], person: string): Refusal | null {
  const other = decisions.find(({ inPlaceOf }) => inPlaceOf?.person === person);
  if (other === undefined) return null;
  return {
    code: 'approval/decided-in-place',
    reason: `A delegate (${other.inPlaceOf?.delegation}) has decided in place of ${person}.`,
  };
}

/**
 * The groups whose people decide a requirement: a second one as far as the sealed plan names it,
 * whatever the records say.
 */
export function decidingGroups(
  { group, escalate }: Pick<RequirementPolicy, 'group' | 'escalate'>,
  { escalatedTo }: Pick<RequirementState, 'escalatedTo'>,
): readonly string[] {
  return escalatedTo === escalate?.to ? askedGroups({ group, escalatedTo }) : [group];
}

/**
 * Why a decision in somebody's place counts no more, as the rest of a sentence; null while it does:
 * the delegation is in force, and its giver may decide.
 */
export function whyInPlaceNoMore(
  state: People,
  about: { readonly requirement: RequirementState; readonly policy: RequirementPolicy },
  { delegation, person }: InPlaceOf,
  standIns: readonly StandIn[],
): string | null {
  const { requirement, policy } = about;
  const deciding = decidingGroups(policy, requirement);
  const standIn = standIns.find(
    (known) =>
      known.delegation === delegation && known.from === person && deciding.includes(known.group),
  );
  if (standIn === undefined) return `the delegation ${delegation} is not in force any more`;
  const others = requirement.decisions.filter(
    ({ inPlaceOf }) => inPlaceOf?.delegation !== delegation,
  );
  return whyNotInPlaceOf(state, { ...requirement, decisions: others }, standIn)?.reason ?? null;
}
