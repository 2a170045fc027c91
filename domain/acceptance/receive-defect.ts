import { exclusionOf } from '../approval/exclusion.ts';
import type { Statement } from '../approval/statement.ts';
import { type Reception, refuse } from '../release/reception.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import { lessensDefect } from './lessens-defect.ts';

type Said = {
  readonly statement: Extract<Statement, { kind: 'uat-defect' }>;
  readonly groups: readonly string[];
};

/** Whether what a person says of a defect counts. */
export function receiveDefect(
  state: ReleaseState,
  requirement: RequirementState,
  { statement: { by, content }, groups }: Said,
): Reception {
  const { group, thresholds, id: about } = requirement;
  if (!groups.includes(group)) {
    return refuse('approval/not-in-group', `Only people of ${group} decide this.`);
  }
  const { defect: id, severity, state: is } = content;
  const says = `${severity} defect ${id} is ${is}`;
  const reason = 'The defect is recorded.';
  const accepted = { outcome: 'accepted', says, about, evidence: null, reason } as const;
  // Releases that were planned before defects counted go on as they began.
  if (thresholds === undefined) return accepted;
  const exclusion = lessensDefect(state, content) ? exclusionOf(state, by) : null;
  if (exclusion !== null) return refuse(exclusion.code, exclusion.reason);
  // A slip in the id of what is resolved would leave the defect open without a word.
  const reported = (state.defects ?? []).filter((known) => known.requirement === about);
  if (is === 'resolved' && !reported.some((known) => known.id === id)) {
    const names = reported.map((known) => known.id).join(', ');
    const others = names === '' ? 'None is reported yet.' : `Reported are ${names}.`;
    return refuse('uat/unknown-defect', `Nobody has reported ${id} here. ${others}`);
  }
  return { ...accepted, defect: { id, severity, state: is } };
}
