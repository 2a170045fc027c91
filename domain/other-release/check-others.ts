import { nameRemedy } from '../plan/nearest-name.ts';
import type { ReleasePlan } from '../plan/plan.ts';
import type { PlanProblem, PlanProblems } from '../plan/problem.ts';
import type { ReleaseSpec } from '../plan/spec.ts';
import { findCircle } from './find-circle.ts';

/** The plans in force of the releases that a plan waits for, and of those that they wait for. */
export type OtherPlans = ReadonlyMap<string, Pick<ReleasePlan, 'name' | 'stages'>>;

/**
 * What is wrong with what a release says of others, seen from their plans. The releases of a train
 * are started one after the other, so that one that nobody knows yet is waited for; any other has
 * to be there, because a mistyped name would be waited for till somebody notices.
 */
export function* checkOthers(
  { after = [] }: Pick<ReleaseSpec, 'after' | 'train'>,
  plan: Pick<ReleasePlan, 'name' | 'stages'>,
  others: OtherPlans,
): PlanProblems {
  for (const [position, { release, stage }] of after.entries()) {
    const at = `/spec/after/${position}`;
    const known = others.get(release);
    if (known === undefined) {
      const message = `There is no release \`${release}\` to wait for.`;
      const remedy = 'Start it first, or start this one without it and revise its plan later.';
      yield problem('unknown-release', `${at}/release`, message, remedy);
      continue;
    }
    const ids = known.stages.map(({ id }) => id);
    if (ids.includes(stage)) continue;
    const message = `The plan of \`${release}\` has no stage \`${stage}\`.`;
    const remedy = nameRemedy(stage, ids, 'Name one of its stages.');
    yield problem('unknown-stage', `${at}/stage`, message, remedy);
  }
  const circle = findCircle(plan, others);
  if (circle === null) return;
  const message = `They would wait for each other for ever: ${circle.join(' → ')}.`;
  const remedy = 'Let one of them wait for a stage that comes before what it is waited for with.';
  const pointer = after.length > 0 ? '/spec/after' : '/spec/train';
  yield problem('circle-of-releases', pointer, message, remedy);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'release', message, remedy };
}
