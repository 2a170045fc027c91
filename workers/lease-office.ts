import type { Client } from '@temporalio/client';
import type { LeaseOffice } from '../activities/ports/lease-office.ts';
import { createTemporalLeaseOffice } from '../adapters/leases/temporal.ts';
import {
  environmentWorkflowId,
  giveWaySignal,
  releaseLeaseSignal,
  requestLeaseSignal,
  takeLeaseUpdate,
  taskQueues,
  workflowTaskTimeout,
  workflowTypes,
} from '../workflows/contract.ts';

/** The lease office under the names that the contract of the workflows gives. */
export function createLeaseOffice(client: Client): LeaseOffice {
  return createTemporalLeaseOffice(client, {
    type: workflowTypes.environment,
    taskQueue: taskQueues.workflows,
    taskTimeout: workflowTaskTimeout,
    id: environmentWorkflowId,
    takeUpdate: takeLeaseUpdate.name,
    requestSignal: requestLeaseSignal.name,
    releaseSignal: releaseLeaseSignal.name,
    giveWaySignal: giveWaySignal.name,
  });
}
