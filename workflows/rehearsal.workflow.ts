import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { RehearsalAccount } from '../domain/rehearsal/account.ts';
import type { RehearsalOrder } from '../domain/rehearsal/order.ts';
import { type RehearsalActivities, taskQueues } from './contract.ts';

/**
 * A rehearsal, as the real Temporal sees it: one step, which plays the whole release on a
 * time-skipping server of its own and comes back with the account. Nobody waits for ever for a free
 * place; a host that dies is noticed by its heartbeat, and the rehearsal begins again elsewhere.
 */
export async function rehearsalWorkflow(order: RehearsalOrder): Promise<RehearsalAccount> {
  const { rehearse } = proxyActivities<RehearsalActivities>({
    taskQueue: taskQueues.rehearsals,
    scheduleToStartTimeout: '1m',
    startToCloseTimeout: '5m',
    heartbeatTimeout: '20s',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '1s', maximumAttempts: 2 },
    summary: `Rehearse ${order.plan.name}`,
  });
  return rehearse(order);
}
