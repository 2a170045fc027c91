import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Receipt, SignedStatement } from '../domain/approval/statement.ts';
import {
  type AccessInput,
  accessActSignal,
  accessWorkflowId,
  workflowTaskTimeout,
  workflowTypes,
} from '../workflows/contract.ts';
import { awaitReceipt } from './await-receipt.ts';
import { orAway } from './engine-away.ts';

/** Accesses, as Temporal carries them out. Methods throw a `Problem` (503) while it is away. */
export type AccessClient = {
  /** Starts the workflow of an access; one that runs, or has ended, stays as it is. */
  start(access: string, request: SignedStatement, summary: string): Promise<void>;
  /** Sends something signed. `not-running`: the workflow has ended, or never began. */
  send(access: string, act: SignedStatement): Promise<'sent' | 'not-running'>;
  /** What the workflow says of a statement, waiting up to that time. */
  receipt(access: string, id: string, waitMs: number): Promise<Receipt | null>;
};

const rpcTimeoutMs = 2_000;

export function createAccessClient(client: Client, taskQueue: string): AccessClient {
  const bounded = <Result>(call: () => Promise<Result>): Promise<Result> =>
    client.connection.withDeadline(Date.now() + rpcTimeoutMs, call);
  return {
    async start(access, request, summary) {
      const input: AccessInput = { access, request };
      const started = bounded(() =>
        client.workflow.start(workflowTypes.access, {
          workflowId: accessWorkflowId(access),
          taskQueue,
          args: [input],
          workflowTaskTimeout,
          // By what is recorded it ends at once where it had ended.
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
          staticSummary: summary,
        }),
      );
      await orAway(started);
    },
    async send(access, act) {
      const handle = client.workflow.getHandle(accessWorkflowId(access));
      const sent = bounded(() => handle.signal(accessActSignal, act));
      return (await orAway(sent, WorkflowNotFoundError)) === null ? 'not-running' : 'sent';
    },
    receipt: (access, id, waitMs) => awaitReceipt(client, accessWorkflowId(access), id, waitMs),
  };
}
