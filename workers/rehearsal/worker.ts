import { type NativeConnection, Worker } from '@temporalio/worker';
import { taskQueues } from '../../workflows/contract.ts';
import { traceSinks } from '../telemetry/trace-steps.ts';
import { workflowCode } from '../workflow-code.ts';
import { createRehearse, type RehearsalRoom } from './rehearse.ts';

const shutdownGraceTime = '5s';
const shutdownForceTime = '15s';

/**
 * The worker that takes rehearsals from the real Temporal. At most `atOnce` run side by side; the
 * others wait for a free place, as long as their workflow lets them.
 */
export function createRehearsalWorker(
  connection: NativeConnection,
  namespace: string,
  room: RehearsalRoom & { readonly atOnce: number },
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: taskQueues.rehearsals,
    workflowBundle: room.workflowBundle,
    dataConverter: { payloadConverterPath: workflowCode.payloadConverterPath },
    sinks: traceSinks(null),
    activities: { rehearse: createRehearse(room) },
    maxConcurrentActivityTaskExecutions: room.atOnce,
    maxHeartbeatThrottleInterval: '2s',
    shutdownGraceTime,
    shutdownForceTime,
  });
}
