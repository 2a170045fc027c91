import type { Statement } from '../../domain/approval/statement.ts';
import { dutyQuestion } from '../../domain/duties/duty-question.ts';
import { setsToAsk } from '../../domain/duties/duty-set.ts';
import { actOf } from '../../domain/duties/onward.ts';
import { readAnswers } from '../../domain/duties/read-answers.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';

/**
 * Asks the duties that the plan pins and those that are applied now, before anything is signed.
 * Throws a `Problem` with the policy that refuses. What touches an environment asks them again.
 */
export async function askDuties(
  statement: Statement,
  groups: readonly string[],
  { plan, state }: { readonly plan: ReleasePlan; readonly state: ReleaseState },
  { records, dutyEngine }: Pick<Services, 'records' | 'dutyEngine'>,
): Promise<void> {
  const act = actOf(statement, state);
  if (act === null) return;
  const sets = setsToAsk(plan.duties ?? null, await records.duties());
  const answers = await dutyEngine.ask(sets, dutyQuestion(state, act, groups));
  const verdict = readAnswers(sets.length, answers);
  if (verdict.allowed) return;
  const { code, reason } = verdict;
  throw new Problem('duties/refused', {
    detail: `${code}: ${reason}`,
    members: { rule: code, reason },
  });
}
