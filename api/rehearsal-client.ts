import {
  type Client,
  isGrpcDeadlineError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import type { RehearsalAccount } from '../domain/rehearsal/account.ts';
import type { RehearsalOrder } from '../domain/rehearsal/order.ts';
import {
  rehearsalFailures,
  rehearsalWorkflowId,
  taskQueues,
  workflowTypes,
} from '../workflows/contract.ts';
import { orAway } from './engine-away.ts';
import { Problem } from './problem.ts';

/** Rehearsals, as Temporal carries them out. Every method throws a `Problem` where it cannot. */
export type RehearsalClient = {
  /** Throws (503) when no process that hosts rehearsals has asked for work lately. */
  requireHost(): Promise<void>;
  start(rehearsal: string, order: RehearsalOrder): Promise<void>;
  /** The account, or null when it is not there after that time. Throws (404) for an unknown one. */
  account(rehearsal: string, waitMs: number): Promise<RehearsalAccount | null>;
};

type RehearsalStory = (order: RehearsalOrder) => Promise<RehearsalAccount>;

const rpcTimeoutMs = 2_000;
/** A host that is idle asks for work at least once a minute. */
const hostSeenWithinMs = 90_000;
const rehearsalWithin = '15m';

export function createRehearsalClient(client: Client): RehearsalClient {
  const { namespace } = client.options;
  const bounded = <Result>(call: () => Promise<Result>): Promise<Result> =>
    client.connection.withDeadline(Date.now() + rpcTimeoutMs, call);

  return {
    async requireHost() {
      const asked = bounded(() =>
        client.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: taskQueues.rehearsals },
        }),
      );
      const answer = await orAway(asked);
      const pollers = (answer === true ? undefined : answer?.pollers) ?? [];
      const since = Date.now() - hostSeenWithinMs;
      const isThere = pollers.some(
        ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 >= since,
      );
      if (!isThere) throw away('No process that hosts rehearsals has asked for work lately.');
    },
    async start(rehearsal, order) {
      const started = bounded(() =>
        client.workflow.start(workflowTypes.rehearsal, {
          workflowId: rehearsalWorkflowId(rehearsal),
          taskQueue: taskQueues.rehearsals,
          args: [order],
          workflowExecutionTimeout: rehearsalWithin,
          staticSummary: `Rehearsal of ${order.plan.name}`,
        }),
      );
      await orAway(started);
    },
    async account(rehearsal, waitMs) {
      const handle = client.workflow.getHandle<RehearsalStory>(rehearsalWorkflowId(rehearsal));
      try {
        return await client.connection.withDeadline(Date.now() + waitMs, () => handle.result());
      } catch (error) {
        if (isDeadline(error)) return null;
        if (error instanceof WorkflowFailedError) throw whyNot(error);
        if (error instanceof WorkflowNotFoundError) throw unknown(rehearsal);
        await orAway(Promise.reject(error));
        throw error;
      }
    },
  };
}

/** The client wraps what gRPC says. */
function isDeadline(error: unknown): boolean {
  return isGrpcDeadlineError(error) || (error instanceof Error && isGrpcDeadlineError(error.cause));
}

function whyNot({ cause }: WorkflowFailedError): Problem {
  const reason = cause instanceof ActivityFailure ? cause.cause : cause;
  if (reason instanceof ApplicationFailure && reason.type === rehearsalFailures.noServer) {
    return away(reason.message);
  }
  if (reason instanceof TimeoutFailure && reason.timeoutType === 'SCHEDULE_TO_START') {
    return new Problem('rehearsals-busy', {
      detail: 'No place for the rehearsal became free within a minute.',
      headers: { 'Retry-After': '60' },
    });
  }
  const detail = `The rehearsal broke off: ${reason?.message ?? 'nobody knows why'}.`;
  return new Problem('rehearsal-broken', { detail, cause });
}

function away(detail: string): Problem {
  return new Problem('rehearsals-away', { detail, headers: { 'Retry-After': '60' } });
}

function unknown(rehearsal: string): Problem {
  return new Problem('unknown-rehearsal', { detail: `No rehearsal is called ${rehearsal}.` });
}
