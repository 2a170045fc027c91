import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { AccessPorts } from '../activities/access/ports.ts';
import { createSweepAccess } from '../activities/access/sweep.ts';
import type { LeaseOffice } from '../activities/ports/lease-office.ts';
import { createReconcile } from '../activities/reconcile.ts';
import { createTemporalEngine } from '../adapters/engine/temporal.ts';
import type { Records } from '../records/index.ts';
import {
  environmentQuery,
  environmentWorkflowId,
  releaseOfWorkflowId,
  releaseWorkflowId,
  taskQueues,
  workflowTypes,
} from '../workflows/contract.ts';
import { createAccessOffice } from './access.ts';

/** The worker of the reconciler's one step, on a queue of its own: a sweep delays no decision. */
export function createReconcilerWorker(
  connection: NativeConnection,
  given: {
    readonly client: Client;
    readonly records: Records;
    readonly leaseOffice: LeaseOffice;
    readonly clock: () => Date;
    readonly access: AccessPorts;
  },
): Promise<Worker> {
  const { client, records, leaseOffice, clock, access } = given;
  const engine = createTemporalEngine(client, {
    releaseId: releaseWorkflowId,
    releaseOfId: releaseOfWorkflowId,
    environmentId: environmentWorkflowId,
    environmentQuery: environmentQuery.name,
  });
  const ports = { ledger: records, reports: records, leaseOffice, clock, engine };
  const reconcile = createReconcile(ports, workflowTypes.release);
  const sweepAccess = createSweepAccess({ ...access, office: createAccessOffice(client) });
  return Worker.create({
    connection,
    namespace: client.options.namespace,
    taskQueue: taskQueues.reconciler,
    activities: {
      reconcile: async () => ({ ...(await reconcile()), access: await sweepAccess() }),
    },
    maxConcurrentActivityTaskExecutions: 1,
  });
}

const scheduleId = 'tidegate-reconciler';

/** Lets Temporal sweep regularly. Whoever comes second finds the schedule as it is. */
export async function scheduleSweeps(client: Client, every: `${number}m`): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId,
      spec: { intervals: [{ every }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
      action: {
        type: 'startWorkflow',
        workflowType: workflowTypes.reconciler,
        workflowId: scheduleId,
        taskQueue: taskQueues.workflows,
        args: [],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
