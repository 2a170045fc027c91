import { exclusionOf } from '../approval/exclusion.ts';
import type { Statement } from '../approval/statement.ts';
import type { VerifiedStatement } from '../release/reception.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Objection } from './why-not-asked.ts';

type Verdict = Extract<Statement, { kind: 'deviation-verdict' }>;

/** Why a verdict about a deviation does not count; null when it does. Nobody grants their own. */
export function whyNotAnswered(
  state: ReleaseState,
  { statement, groups }: Pick<VerifiedStatement, 'groups'> & { readonly statement: Verdict },
  now: string,
): Objection | null {
  const { deviation: id } = statement.content;
  const asked = state.askedDeviations.find((deviation) => deviation.id === id);
  if (asked === undefined) {
    return { code: 'deviation/unknown', reason: `Nobody asked for a deviation called ${id}.` };
  }
  if (statement.subjectDigest !== asked.request) {
    const reason = `It speaks about another request than ${asked.request}: read it again.`;
    return { code: 'statement/other-subject', reason };
  }
  if (asked.answer !== null) {
    const reason = `It was answered at ${asked.answer.at}: ${asked.answer.verdict}.`;
    return { code: 'deviation/answered', reason };
  }
  if (!groups.includes(asked.grantedBy)) {
    const reason = `Only people of ${asked.grantedBy} answer this.`;
    return { code: 'approval/not-in-group', reason };
  }
  if (asked.askedBy === statement.by) {
    const reason = 'Nobody answers what they have asked for themselves.';
    return { code: 'deviation/own-request', reason };
  }
  if (!(Date.parse(asked.until) > Date.parse(now))) {
    return { code: 'deviation/expired', reason: `It ended at ${asked.until}.` };
  }
  return exclusionOf(state, statement.by);
}
