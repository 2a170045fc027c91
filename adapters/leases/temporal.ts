import { type Client, WithStartWorkflowOperation, type Workflow } from '@temporalio/client';
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
  readonly takeUpdate: string;
  readonly requestSignal: string;
  readonly releaseSignal: string;
  readonly giveWaySignal: string;
};

/** An environment that does not answer by then is asked once more by the next attempt. */
const answerWithinMs = 20_000;

/** Speaks to the environment workflows, starting one where there is none yet. */
export function createTemporalLeaseOffice(
  client: Client,
  workflow: EnvironmentWorkflow,
): LeaseOffice {
  const startOf = (environment: string) => ({
    workflowId: workflow.id(environment),
    taskQueue: workflow.taskQueue,
    args: [{ environment }],
    workflowTaskTimeout: workflow.taskTimeout,
    staticSummary: `Environment ${environment}`,
  });
  const tell = async (environment: string, signal: string, payload: unknown): Promise<void> => {
    const message = { signal, signalArgs: [payload] };
    await client.workflow.signalWithStart(workflow.type, { ...startOf(environment), ...message });
  };
  return {
    take: (environment, request) =>
      client.withDeadline(Date.now() + answerWithinMs, () =>
        client.workflow.executeUpdateWithStart<Workflow, number | null, [typeof request]>(
          workflow.takeUpdate,
          {
            args: [request],
            startWorkflowOperation: new WithStartWorkflowOperation(workflow.type, {
              ...startOf(environment),
              workflowIdConflictPolicy: 'USE_EXISTING',
            }),
          },
        ),
      ),
    request: (environment, request) => tell(environment, workflow.requestSignal, request),
    giveWay: (environment, holder) => tell(environment, workflow.giveWaySignal, holder),
    release: (environment, release) => tell(environment, workflow.releaseSignal, { release }),
  };
}
