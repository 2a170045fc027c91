import type { UatDefectContent } from '../approval/statement.ts';
import type { ReleaseState } from '../release/state.ts';
import { isWorse } from './defect.ts';

/**
 * Whether it makes a reported defect less than it was: a step towards the sign-off, and so not for
 * those who may not sign off. Reporting one, or calling it worse, is for everyone who tests.
 */
export function lessensDefect(
  { defects = [] }: Pick<ReleaseState, 'defects'>,
  { requirement, defect, severity, state }: UatDefectContent,
): boolean {
  const known = defects.find((each) => each.id === defect && each.requirement === requirement);
  return known !== undefined && (state === 'resolved' || isWorse(known.severity, severity));
}
