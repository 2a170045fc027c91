import { checkUnique } from './check-reference.ts';
import { nameRemedy } from './nearest-name.ts';
import type { ReleasePlan } from './plan.ts';
import type { PlanProblems } from './problem.ts';

/** Whether every milestone has a name of its own, and is about a stage that the release has. */
export function* checkMilestones({
  schedule,
  stages,
}: Pick<ReleasePlan, 'schedule' | 'stages'>): PlanProblems {
  const milestones = schedule?.milestones ?? [];
  const at = (position: number) => `/spec/schedule/milestones/${position}`;
  const names = milestones.map(({ name }) => name);
  yield* checkUnique('release', (position) => `${at(position)}/name`, names);
  const known = stages.map(({ id }) => id);
  for (const [position, { stage }] of milestones.entries()) {
    if (known.includes(stage)) continue;
    yield {
      code: 'unknown-stage',
      document: 'release',
      pointer: `${at(position)}/stage`,
      message: `The release has no stage \`${stage}\`.`,
      remedy: nameRemedy(stage, known, `Name one of its stages: ${known.join(', ')}.`),
    };
  }
}
