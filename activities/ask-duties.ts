import { type DutyAct, dutyQuestion } from '../domain/duties/duty-question.ts';
import { setsToAsk } from '../domain/duties/duty-set.ts';
import { type DutyVerdict, readAnswers } from '../domain/duties/read-answers.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Ports } from './ports/index.ts';

export type DutyPorts = Pick<Ports, 'duties' | 'dutyEngine'>;

/** Asks about acts on a release by the duties that its plan pins and by those applied now. */
export async function askDuties(
  { duties, dutyEngine }: DutyPorts,
  { plan, state }: { readonly plan: Pick<ReleasePlan, 'duties'>; readonly state: ReleaseState },
): Promise<(act: DutyAct, groups: readonly string[]) => Promise<DutyVerdict>> {
  const sets = setsToAsk(plan.duties ?? null, await duties.duties());
  return async (act, groups) =>
    readAnswers(sets.length, await dutyEngine.ask(sets, dutyQuestion(state, act, groups)));
}
