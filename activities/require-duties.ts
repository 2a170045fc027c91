import { dutyQuestion, recordedActs } from '../domain/duties/duty-question.ts';
import { setsToAsk } from '../domain/duties/duty-set.ts';
import { readAnswers } from '../domain/duties/read-answers.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

/**
 * Asks once more about everything that people did for a release, by the duties that its plan pins
 * and by those that are applied now: who acted first could not know what the others would do.
 */
export async function requireDuties(
  { duties, dutyEngine, directory }: Pick<Ports, 'duties' | 'dutyEngine' | 'directory'>,
  { plan, state }: { readonly plan: ReleasePlan; readonly state: ReleaseState },
): Promise<void> {
  const sets = setsToAsk(plan.duties ?? null, await duties.duties());
  for (const act of recordedActs(state)) {
    const question = dutyQuestion(state, act, await directory.groupsOf(act.subject));
    const verdict = readAnswers(sets.length, await dutyEngine.ask(sets, question));
    if (verdict.allowed) continue;
    const where = act.environment === null ? '' : ` for ${act.environment}`;
    throw new StepFailure(
      'terminal',
      'guard/duties',
      `${verdict.code} refuses what somebody did${where} (${act.action}): ${verdict.reason}`,
      'Send the command rollback or withdraw, and start a release on which other people act.',
    );
  }
}
