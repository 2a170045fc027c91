import type { CommandContent } from '../approval/statement.ts';
import { type PlanOutline, stageOf } from '../plan/plan.ts';
import type { ReleaseState } from '../release/state.ts';

type Person = { readonly by: string; readonly groups: readonly string[] };

/** Why a task cannot be left out now, or not by this person; null when it can. */
export function whyNotSkipped(
  plan: Pick<PlanOutline, 'stages'>,
  state: Pick<ReleaseState, 'waits' | 'requirements' | 'requestedBy'>,
  { target }: Pick<CommandContent, 'target'>,
  { by, groups }: Person,
): { readonly code: string; readonly reason: string } | null {
  const stage = target === null ? undefined : stageOf(plan, target);
  if (stage?.kind !== 'task') {
    const reason = `The plan has no task ${target ?? 'nothing'}: name its id as the target.`;
    return { code: 'command/not-now', reason };
  }
  const refused = (reason: string) => ({ code: 'command/not-entitled', reason });
  const { skippedBy, group } = stage.task;
  if (skippedBy === undefined) return refused(`The plan lets nobody leave ${stage.id} out.`);
  if (!groups.includes(skippedBy)) return refused(`Only people of ${skippedBy} leave it out.`);
  const isOwn = groups.includes(group) || state.requestedBy === by;
  if (isOwn) {
    return refused(`Who owns ${stage.id} or started the release does not leave it out.`);
  }
  const hasFailed = state.waits.some(
    (wait) => wait.kind === 'failed-stage' && wait.stage === stage.id,
  );
  if (hasFailed) return null;
  return { code: 'command/not-now', reason: `${stage.id} has not failed.` };
}

/** Groups whose people may leave a task of the plan out. */
export function skippingGroups({ stages }: Pick<PlanOutline, 'stages'>): readonly string[] {
  const groups = stages.flatMap((stage) =>
    stage.kind === 'task' && stage.task.skippedBy !== undefined ? [stage.task.skippedBy] : [],
  );
  return [...new Set(groups)].toSorted();
}
