import { hostname } from 'node:os';
import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
  type WorkerInterceptors,
  type WorkerOptions,
} from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { Ports } from '../activities/ports/index.ts';
import type { Tracing } from '../telemetry/start-tracing.ts';
import { taskQueues } from '../workflows/contract.ts';
import { createRecordingInterceptor } from './recording-interceptor.ts';
import { traceSinks } from './telemetry/trace-steps.ts';
import { type Build, versioningOf } from './versioning.ts';
import { versionedWorkflowsPath, workflowCode } from './workflow-code.ts';

/** Below the time that a container is given to end, so that running steps hear of it in time. */
const shutdownGraceTime = '10s';
const shutdownForceTime = '20s';

/**
 * How long the sandbox may work on one activation. The SDK takes this option and does not describe
 * it; its five seconds are too short for thousands of signals at once on a busy machine.
 */
const patience = { isolateExecutionTimeout: '30s' } as const;

type Given = Pick<WorkerOptions, 'workflowBundle'> & {
  /** Around every activity, and around the recording of it. */
  readonly around?: readonly ActivityInterceptorsFactory[];
  readonly tracing?: Tracing | null;
  /** Null or absent: every worker is as good as another. */
  readonly build?: Build | null;
};

/**
 * One worker for each task queue: decisions and bookkeeping, tools, messages. A tool that hangs
 * takes slots from no one else.
 */
export async function createWorkers(
  connection: NativeConnection,
  namespace: string,
  ports: Ports,
  options: Given = {},
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
    dataConverter: { payloadConverterPath: workflowCode.payloadConverterPath },
    sinks: traceSinks(options.tracing ?? null),
    ...versioningOf(options.build ?? null),
  } satisfies Partial<WorkerOptions>;
  return Promise.all([
    Worker.create({
      ...shared,
      ...patience,
      ...codeOf(shared.interceptors, options),
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

/** The workflows: bundled already, or as files with the interceptor of the sandbox. */
function codeOf(
  interceptors: WorkerInterceptors,
  { workflowBundle, build = null }: Given,
): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath' | 'interceptors'> {
  if (workflowBundle !== undefined) return { workflowBundle };
  const { workflowsPath, workflowInterceptorModules } = workflowCode;
  return {
    workflowsPath: build === null ? workflowsPath : versionedWorkflowsPath,
    interceptors: { ...interceptors, workflowModules: workflowInterceptorModules },
  };
}
