import type { Stage } from '../domain/plan/stage.ts';
import type { ReleaseRun } from './release-run.ts';

/** Whether somebody who may has let the release go on without this task. */
export function isSkipped(run: ReleaseRun, { id }: Pick<Stage, 'id'>): 'skipped' | undefined {
  const known = run.state.requirements.find((requirement) => requirement.id === id);
  return known?.outcome === 'skipped' ? 'skipped' : undefined;
}

/** Whose people may leave a failed task out; empty for every other stage. */
export function skippingGroupsOf(stage: Stage): readonly string[] {
  if (stage.kind !== 'task' || stage.task.skippedBy === undefined) return [];
  return [stage.task.skippedBy];
}

/** How a failed task may be left out, as a sentence; empty for every other stage. */
export function skipHint(stage: Stage): string {
  if (stage.kind !== 'task') return '';
  const [group] = skippingGroupsOf(stage);
  if (group === undefined) return ' The plan lets nobody leave it out.';
  return ` People of ${group} may leave it out: skip-task with target ${stage.id}.`;
}
