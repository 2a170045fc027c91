import { exclusionOf } from '../approval/exclusion.ts';
import type { Statement, UatDefectContent } from '../approval/statement.ts';
import { type Reception, refuse } from '../release/reception.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import { blockingDefects } from './blocking-defects.ts';
import { isWorse } from './defect.ts';
import { nameBlocking } from './name-blocking.ts';

/**
 * Why something cannot be said of an acceptance test because of its defects; null when nothing
 * speaks against it. Whoever tests may report a defect or call it worse. What makes it less is a
 * step towards the sign-off, and not for those who may not sign off.
 */
export function whyNotWithDefects(
  state: ReleaseState,
  requirement: RequirementState,
  { kind, content, by }: Exclude<Statement, { kind: 'command' }>,
): Reception | null {
  if (requirement.thresholds === undefined) return null;
  if (kind === 'uat-verdict' && content.verdict === 'accept') {
    const blocking = blockingDefects(requirement, state.defects);
    if (blocking.length === 0) return null;
    return refuse(
      'uat/defects-open',
      `${nameBlocking(blocking)}. Say of each when it is resolved or less severe, and accept ` +
        `then; or reject.`,
    );
  }
  return kind === 'uat-defect' ? whyNotLessened(state, requirement, content, by) : null;
}

function whyNotLessened(
  state: ReleaseState,
  { id }: RequirementState,
  said: UatDefectContent,
  by: string,
): Reception | null {
  const reported = (state.defects ?? []).filter(({ requirement }) => requirement === id);
  const known = reported.find((defect) => defect.id === said.defect);
  if (known === undefined) {
    if (said.state === 'open') return null;
    const names = reported.map((defect) => defect.id).join(', ');
    const others = names === '' ? 'None is reported yet.' : `Reported are ${names}.`;
    return refuse('uat/unknown-defect', `Nobody has reported ${said.defect} here. ${others}`);
  }
  const isLess = said.state === 'resolved' || isWorse(known.severity, said.severity);
  const exclusion = isLess ? exclusionOf(state, by) : null;
  return exclusion === null ? null : refuse(exclusion.code, exclusion.reason);
}
