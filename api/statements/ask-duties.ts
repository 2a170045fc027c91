import { actsOf } from '../../domain/duties/acts-of.ts';
import { dutyQuestion } from '../../domain/duties/duty-question.ts';
import { setsToAsk } from '../../domain/duties/duty-set.ts';
import { readAnswers } from '../../domain/duties/read-answers.ts';
import { refusalFor } from '../../domain/duties/refusal-for.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { VerifiedStatement } from '../../domain/release/reception.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';

/**
 * Asks the duties that the plan pins and those that are applied now, before anything is signed.
 * Throws a `Problem` with the policy that refuses. What touches an environment asks them again.
 */
export async function askDuties(
  said: Omit<VerifiedStatement, 'digest'>,
  { plan, state }: { readonly plan: ReleasePlan; readonly state: ReleaseState },
  { records, dutyEngine }: Pick<Services, 'records' | 'dutyEngine'>,
): Promise<void> {
  const acts = actsOf(said, state);
  if (acts.length === 0) return;
  const { by } = said.statement;
  const sets = setsToAsk(plan.duties ?? null, await records.duties());
  for (const act of acts) {
    const { subject } = act;
    const groups = subject === by ? said.groups : await records.groupsOf(subject);
    const answers = await dutyEngine.ask(sets, dutyQuestion(state, act, groups));
    const verdict = readAnswers(sets.length, answers);
    if (verdict.allowed) continue;
    const { code, reason } = refusalFor(act, by, verdict);
    throw new Problem('duties/refused', {
      detail: `${code}: ${reason}`,
      members: { rule: code, reason },
    });
  }
}
