import type { Statement, UatDefectContent } from '../approval/statement.ts';
import { type Reception, refuse } from '../release/reception.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import { blockingDefects } from './blocking-defects.ts';
import { nameBlocking } from './name-blocking.ts';

/**
 * Why something cannot be said of an acceptance test because of its defects; null when nothing
 * speaks against it.
 */
export function whyNotWithDefects(
  state: ReleaseState,
  requirement: RequirementState,
  { kind, content }: Exclude<Statement, { kind: 'command' }>,
): Reception | null {
  if (requirement.thresholds === undefined) return null;
  if (kind === 'uat-defect') return whyUnknown(state, content);
  if (kind !== 'uat-verdict' || content.verdict === 'reject') return null;
  const blocking = blockingDefects(requirement, state.defects);
  if (blocking.length === 0) return null;
  return refuse(
    'uat/defects-open',
    `${nameBlocking(blocking)}. Say of each when it is resolved or less severe, and accept then; ` +
      `or reject.`,
  );
}

/** A slip in the id of what is resolved would leave the defect open without a word. */
function whyUnknown(
  { defects = [] }: ReleaseState,
  { requirement, defect, state }: UatDefectContent,
): Reception | null {
  const reported = defects.filter((known) => known.requirement === requirement);
  if (state === 'open' || reported.some(({ id }) => id === defect)) return null;
  const names = reported.map(({ id }) => id).join(', ');
  const others = names === '' ? 'None is reported yet.' : `Reported are ${names}.`;
  return refuse('uat/unknown-defect', `Nobody has reported ${defect} here. ${others}`);
}
