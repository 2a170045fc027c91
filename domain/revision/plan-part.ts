import { contentDigest } from '../ledger/digest.ts';
import { type PlanOutline, stageOf } from '../plan/plan.ts';
import type { Stage } from '../plan/stage.ts';

/** Which question of a plan somebody decides. */
export type Asked = {
  readonly stage: string;
  /** Of the requirement. */
  readonly id: string;
  readonly environment: string;
};

/**
 * The digest of the part of a plan that a decision is about: the question, and everything that will
 * be done in its environment. Undefined where the plan asks no such question, or is an outline from
 * before there were revisions.
 */
export function planPartOf(
  { stages, prints }: Pick<PlanOutline, 'stages' | 'prints'>,
  { stage: id, id: requirement, environment }: Asked,
): string | undefined {
  const stage = stageOf({ stages }, id);
  const part = prints?.parts[environment];
  const question = stage === undefined ? undefined : questionOf(stage, requirement);
  if (question === undefined || part === undefined) return undefined;
  return contentDigest({ part, question });
}

function questionOf(stage: Stage, requirement: string): object | undefined {
  if (stage.kind === 'uat') return stage.uat;
  // Whoever confirms a task confirms it as its instructions were.
  if (stage.kind === 'task') return stage.task;
  if (stage.kind !== 'approval') return undefined;
  return stage.requirements.find((known) => known.id === requirement);
}
