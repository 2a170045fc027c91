import type { PlanOutline } from '../plan/plan.ts';
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
    if (stage.kind === 'task' && stage.id === requirement) return stage.task.deadlineMs;
    if (stage.kind === 'task' && confirmationId(stage.id) === requirement) {
      return stage.task.confirm?.deadlineMs ?? null;
    }
    if (stage.kind !== 'approval') continue;
    const policy = stage.requirements.find(({ id }) => id === requirement);
    if (policy !== undefined) return policy.deadlineMs;
  }
  return null;
}
