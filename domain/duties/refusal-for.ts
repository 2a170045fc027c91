import type { DutyAct } from './duty-question.ts';
import type { DutyVerdict } from './read-answers.ts';

type Refused = Extract<DutyVerdict, { allowed: false }>;

/** What a person reads who is refused, be it by their own duties or by those of their delegator. */
export function refusalFor(
  { subject }: DutyAct,
  by: string,
  { code, reason }: Refused,
): { readonly code: string; readonly reason: string } {
  if (subject === by) return { code, reason };
  return { code, reason: `The person in whose place you speak may not do this: ${reason}` };
}
