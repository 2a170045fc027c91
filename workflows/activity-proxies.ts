import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { taskQueues } from './contract.ts';

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' } as const;

/**
 * Steps that act on tools. A cancelled one is waited for, so that the way back never races the way
 * forward.
 */
export function tools(summary: string): Activities {
  return proxyActivities<Activities>({
    taskQueue: taskQueues.tools,
    startToCloseTimeout: '30m',
    scheduleToCloseTimeout: '24h',
    heartbeatTimeout: '30s',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry,
    summary,
  });
}

/** Steps that only watch. They are dropped as soon as nobody needs what they would see. */
export function watchers(summary: string, atMostMs: number): Activities {
  return proxyActivities<Activities>({
    taskQueue: taskQueues.tools,
    startToCloseTimeout: atMostMs,
    heartbeatTimeout: '30s',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry,
    summary,
  });
}

/** Messages to people have a queue of their own: a mail server that hangs delays no deployment. */
export function messages(summary: string): Activities {
  return proxyActivities<Activities>({
    taskQueue: taskQueues.messages,
    startToCloseTimeout: '1m',
    scheduleToCloseTimeout: '1h',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry,
    summary,
  });
}

/**
 * Steps between workflows. They are tried until they work: nobody else can give an environment
 * back.
 */
export function steadfast(summary: string): Activities {
  return proxyActivities<Activities>({
    taskQueue: taskQueues.workflows,
    startToCloseTimeout: '30s',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry,
    summary,
  });
}

const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '100ms', maximumAttempts: 3 },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/**
 * Bookkeeping beside the workflow: one marker in the history when all is well. When the records are
 * away, an ordinary activity goes on trying, because its retries cost no history however long that
 * takes.
 */
export async function bookkeeping<Result>(
  call: (activities: Activities) => Promise<Result>,
): Promise<Result> {
  try {
    return await call(quick);
  } catch (error) {
    if (isFinal(error)) throw error;
    return call(steadfast('The records do not answer; trying until they do'));
  }
}

/**
 * A local activity fails with what it raised; any other one with an `ActivityFailure` around that.
 */
function isFinal(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return false;
  return !(cause instanceof ApplicationFailure) || cause.nonRetryable === true;
}
