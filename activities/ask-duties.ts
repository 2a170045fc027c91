import { type DutyAct, dutyQuestion } from '../domain/duties/duty-question.ts';
import { setsToAsk } from '../domain/duties/duty-set.ts';
import { type DutyVerdict, readAnswers } from '../domain/duties/read-answers.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Ports } from './ports/index.ts';
import { whyUnconfirmedDuties } from './why-unconfirmed-duties.ts';

export type DutyPorts = Pick<Ports, 'duties' | 'dutyEngine' | 'statements' | 'verifier'>;

/**
 * Asks about acts on a release by the duties that its plan pins and by those applied now. Where
 * nobody stands behind the latter, nothing is allowed: whoever writes to the records could have
 * put them there.
 */
export async function askDuties(
  ports: DutyPorts,
  { plan, state }: { readonly plan: Pick<ReleasePlan, 'duties'>; readonly state: ReleaseState },
): Promise<(act: DutyAct, groups: readonly string[]) => Promise<DutyVerdict>> {
  const current = await ports.duties.duties();
  const unconfirmed = await whyUnconfirmedDuties(ports, current);
  if (unconfirmed !== null) {
    const reason = `The duties that are applied do not count: ${unconfirmed}.`;
    return async () => ({ allowed: false, code: 'duties/unconfirmed', reason });
  }
  const sets = setsToAsk(plan.duties ?? null, current);
  return async (act, groups) =>
    readAnswers(sets.length, await ports.dutyEngine.ask(sets, dutyQuestion(state, act, groups)));
}
