import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';

const quietWithinMs = 2_000;

/**
 * Waits until no step is at work. The time-skipping server never skips time again after a workflow
 * was terminated in the middle of a step.
 */
export async function becomeQuiet(handle: WorkflowHandle): Promise<void> {
  const deadline = Date.now() + quietWithinMs;
  while (Date.now() < deadline && (await stepsAtWork(handle)) > 0) await sleep(20);
}

/**
 * How many steps and workflow tasks have begun and not ended. Counted from the history, because the
 * time-skipping server does not tell what is pending.
 */
export async function stepsAtWork(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  const counts = (events ?? []).map((event): number => {
    if (event.activityTaskScheduledEventAttributes) return 1;
    if (event.workflowTaskScheduledEventAttributes) return 1;
    return ends.some((end) => event[end]) ? -1 : 0;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

const ends = [
  'activityTaskCompletedEventAttributes',
  'activityTaskFailedEventAttributes',
  'activityTaskTimedOutEventAttributes',
  'activityTaskCanceledEventAttributes',
  'workflowTaskCompletedEventAttributes',
  'workflowTaskFailedEventAttributes',
  'workflowTaskTimedOutEventAttributes',
] as const;
