import type { Client } from '@temporalio/client';
import type { LeaseOffice } from '../../activities/ports/lease-office.ts';

/**
 * The names under which an environment's workflow is found. The wiring takes them from the contract
 * of workflows.
 */
export type EnvironmentWorkflow = {
  readonly type: string;
  readonly taskQueue: string;
  readonly taskTimeout: `${number}s`;
  readonly id: (environment: string) => string;
  readonly requestSignal: string;
  readonly releaseSignal: string;
};

/** Speaks to the environment workflows, starting one where there is none yet. */
export function createTemporalLeaseOffice(
  client: Client,
  workflow: EnvironmentWorkflow,
): LeaseOffice {
  const tell = async (environment: string, signal: string, payload: unknown): Promise<void> => {
    await client.workflow.signalWithStart(workflow.type, {
      workflowId: workflow.id(environment),
      taskQueue: workflow.taskQueue,
      args: [{ environment }],
      workflowTaskTimeout: workflow.taskTimeout,
      signal,
      signalArgs: [payload],
      staticSummary: `Environment ${environment}`,
    });
  };
  return {
    request: (environment, request) => tell(environment, workflow.requestSignal, request),
    release: (environment, release) => tell(environment, workflow.releaseSignal, { release }),
  };
}
