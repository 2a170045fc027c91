import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
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

/**
 * Looks at what other releases have recorded, for as long as it takes: each look that finds nothing
 * new is a try that failed, which costs no history. It is dropped as soon as nobody needs it.
 */
export function lookouts(summary: string): Activities {
  return proxyActivities<Activities>({
    taskQueue: taskQueues.workflows,
    startToCloseTimeout: '30s',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    // Who has waited for long waits a little longer: a fifth of the time, and a minute at most.
    retry: { initialInterval: '1s', backoffCoefficient: 1.2, maximumInterval: '1m' },
    summary,
  });
}

/**
 * Messages to people have a queue of their own: a mail server that hangs delays no deployment. One
 * that nobody waits for any more goes out all the same.
 */
export function messages(summary: string): Activities {
  return proxyActivities<Activities>({
    taskQueue: taskQueues.messages,
    startToCloseTimeout: '1m',
    scheduleToCloseTimeout: '1h',
    cancellationType: ActivityCancellationType.ABANDON,
    retry,
    summary,
  });
}

/**
 * Bookkeeping, and steps between workflows. They are tried until they work, and their retries cost
 * no history: nobody else can record a fact or give an environment back. They are no local
 * activities: what those have done outside may be forgotten with the workflow task that they ran
 * in, and a query that meets one while other steps are under way breaks the replay. They are too
 * short to be stopped, so a cancelled one is left to end by itself.
 */
export function steadfast(summary: string): Activities {
  return proxyActivities<Activities>({
    taskQueue: taskQueues.workflows,
    startToCloseTimeout: '30s',
    cancellationType: ActivityCancellationType.ABANDON,
    retry: { ...retry, initialInterval: '200ms' },
    summary,
  });
}
