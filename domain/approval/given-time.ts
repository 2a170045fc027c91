import type { PlanOutline } from '../plan/plan.ts';
import type { StageOf } from '../plan/stage.ts';
import { confirmationId } from '../task/task.ts';

/**
 * How long people have for a requirement, from its opening or from its extension. Null: the plan
 * has none of that id.
 */
export function givenTimeMs(plan: PlanOutline, requirement: string): number | null {
  for (const stage of plan.stages) {
    if (stage.kind === 'uat' && stage.id === requirement) return stage.uat.cycleMs;
    if (stage.kind === 'uat' && `${stage.id}/defects` === requirement) {
      return stage.uat.unresolved?.deadlineMs ?? null;
    }
    if (stage.kind === 'task' && isOfTask(stage.id, requirement)) {
      return timeForTask(stage, requirement);
    }
    if (stage.kind !== 'approval') continue;
    const policy = stage.requirements.find(({ id }) => id === requirement);
    if (policy !== undefined) return policy.deadlineMs;
  }
  return null;
}

function isOfTask(task: string, requirement: string): boolean {
  return requirement === task || requirement === confirmationId(task);
}

function timeForTask({ id, task }: StageOf<'task'>, requirement: string): number | null {
  return requirement === id ? task.deadlineMs : (task.confirm?.deadlineMs ?? null);
}
