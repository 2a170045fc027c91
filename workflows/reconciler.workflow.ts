import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Sweep } from '../activities/reconcile.ts';
import { taskQueues } from './contract.ts';

/**
 * One sweep: compares the records with Temporal. A schedule runs it every few minutes; a sweep that
 * fails is followed by the next.
 */
export async function reconcilerWorkflow(): Promise<Sweep> {
  const { reconcile } = proxyActivities<{ reconcile(): Promise<Sweep> }>({
    taskQueue: taskQueues.reconciler,
    startToCloseTimeout: '10m',
    heartbeatTimeout: '1m',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumAttempts: 3 },
    summary: 'Compare the records with Temporal',
  });
  return reconcile();
}
