import { lessensDefect } from '../acceptance/lessens-defect.ts';
import { authorityOf } from '../approval/authority.ts';
import type { VerifiedStatement } from '../release/reception.ts';
import type { ReleaseState } from '../release/state.ts';
import type { DutyAct } from './duty-question.ts';
import type { DutyAction } from './duty-set.ts';
import { isOnward } from './onward.ts';

type Recorded = Pick<
  ReleaseState,
  'phase' | 'releaseClass' | 'requestedBy' | 'builds' | 'requirements' | 'defects'
>;
type Said = Omit<VerifiedStatement, 'digest'>;

/**
 * The acts that duties are asked about before a statement counts: one, or two where a delegate
 * speaks, who is measured as themselves and by the person in whose place it is. None when duties
 * are not asked: whoever rejects, takes back what they said, reports a defect, asks for a deviation
 * or stops a release lets nothing through; and who has done a task has worked: others confirm it.
 * An alert is no person's act.
 * Whoever says that a defect is less than it was, is asked as if they accepted.
 */
export function actsOf(said: Said, state: Recorded): readonly DutyAct[] {
  const { statement } = said;
  const { by: subject, environment } = statement;
  switch (statement.kind) {
    case 'decision': {
      const { verdict, requirement } = statement.content;
      return verdict === 'approve' ? eachVoice(said, state, requirement, 'decide') : [];
    }
    case 'uat-verdict': {
      const { verdict, requirement } = statement.content;
      return verdict === 'accept' ? eachVoice(said, state, requirement, 'accept') : [];
    }
    case 'deviation-verdict':
      if (statement.content.verdict === 'refuse') return [];
      return [{ subject, action: 'grant', environment }];
    case 'command':
      if (!isOnward(statement.content.command, state.phase)) return [];
      return [{ subject, action: 'command', environment: null }];
    case 'revision':
      return [{ subject, action: 'command', environment: null }];
    case 'uat-defect':
      if (!lessensDefect(state, statement.content)) return [];
      return [{ subject, action: 'accept', environment }];
    case 'deviation-request':
    case 'task-report':
    case 'alert':
      return [];
  }
}

/** Whoever may not decide at all is asked about as themselves; the rules of the release refuse. */
function eachVoice(
  { statement: { by, environment }, groups, standIns = [] }: Said,
  state: Recorded,
  id: string,
  action: DutyAction,
): readonly DutyAct[] {
  const asked = state.requirements.find((requirement) => requirement.id === id);
  const authority = asked && authorityOf(state, asked, { by, groups, standIns });
  const standIn = authority && 'inPlaceOf' in authority ? authority.inPlaceOf : null;
  const voices = standIn === null ? [by] : [by, standIn.from];
  return voices.map((subject) => ({ subject, action, environment, voices }));
}
