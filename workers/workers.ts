import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { Ports } from '../activities/ports/index.ts';
import { taskQueues } from '../workflows/contract.ts';
import { createRecordingInterceptor } from './recording-interceptor.ts';

const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
const payloadConverterPath = fileURLToPath(
  new URL('../workflows/payload-converter.ts', import.meta.url),
);

/** Below the time that a container is given to end, so that running steps hear of it in time. */
const shutdownGraceTime = '10s';
const shutdownForceTime = '20s';

/**
 * One worker for each task queue: decisions and bookkeeping, tools, messages. A tool that hangs
 * takes slots from no one else.
 */
export async function createWorkers(
  connection: NativeConnection,
  namespace: string,
  ports: Ports,
  options: Pick<WorkerOptions, 'workflowBundle'> & {
    /** Around every activity, and around the recording of it. */
    readonly around?: readonly ActivityInterceptorsFactory[];
  } = {},
): Promise<readonly Worker[]> {
  const identity = `${process.pid}@${hostname()}`;
  const shared = {
    connection,
    namespace,
    identity,
    activities: createActivities(ports),
    interceptors: {
      activity: [...(options.around ?? []), createRecordingInterceptor(ports, identity)],
    },
    shutdownGraceTime,
    shutdownForceTime,
    dataConverter: { payloadConverterPath },
  } satisfies Partial<WorkerOptions>;
  const workflowCode =
    options.workflowBundle === undefined
      ? { workflowsPath }
      : { workflowBundle: options.workflowBundle };
  return Promise.all([
    Worker.create({
      ...shared,
      ...workflowCode,
      taskQueue: taskQueues.workflows,
      maxCachedWorkflows: 1_000,
    }),
    Worker.create({
      ...shared,
      taskQueue: taskQueues.tools,
      maxConcurrentActivityTaskExecutions: 20,
      maxHeartbeatThrottleInterval: '2s',
    }),
    Worker.create({ ...shared, taskQueue: taskQueues.messages }),
  ]);
}
