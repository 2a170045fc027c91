import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Receipt, SignedStatement, StatementKind } from '../domain/approval/statement.ts';
import {
  calendarChangedSignal,
  environmentWorkflowId,
  type ReleaseInput,
  releaseWorkflowId,
  reservationsChangedSignal,
  searchAttributes,
  statementSignals,
  taskQueues,
  workflowTaskTimeout,
  workflowTypes,
} from '../workflows/contract.ts';
import { type AccessClient, createAccessClient } from './access-client.ts';
import { awaitReceipt } from './await-receipt.ts';
import { orAway } from './engine-away.ts';
import { createRehearsalClient, type RehearsalClient } from './rehearsal-client.ts';

export type StartOrder = {
  readonly release: string;
  readonly planDigest: string;
  /** One line for lists in the Temporal UI. */
  readonly summary: string;
};

/**
 * What the API asks of Temporal. Every method throws a `Problem` (503) when Temporal does not
 * answer in time; what a statement or start has become is then unknown, and sending it again is
 * harmless.
 */
export type ReleaseClient = {
  /**
   * Throws when Temporal does not answer; asked before something is claimed that a start has to
   * follow.
   */
  requireReachable(): Promise<void>;
  /**
   * Starts the workflow of a release, or starts it again when somebody ended it. One that runs, or
   * has come to its end, stays as it is.
   */
  start(order: StartOrder): Promise<void>;
  /** Sends a signed statement. `not-running`: the workflow has ended, or never began. */
  send(
    release: string,
    kind: StatementKind,
    statement: SignedStatement,
  ): Promise<'sent' | 'not-running'>;
  /**
   * What the workflow says of a statement, waiting up to that time; null when it has not spoken by
   * then.
   */
  receipt(release: string, id: string, waitMs: number): Promise<Receipt | null>;
  /** Tells a release to look at the calendar again. Nothing happens where it is not running. */
  calendarChanged(release: string): Promise<void>;
  /** Tells an environment to look at its reservations again. One that nobody asked for is none. */
  reservationsChanged(environment: string): Promise<void>;
  readonly rehearsals: RehearsalClient;
  readonly access: AccessClient;
};

const rpcTimeoutMs = 2_000;

/** The only way to Temporal in the API. `taskQueue` is the workflows' own when not said. */
export function createReleaseClient(
  client: Client,
  { taskQueue = taskQueues.workflows }: { readonly taskQueue?: string } = {},
): ReleaseClient {
  const bounded = <Result>(call: () => Promise<Result>): Promise<Result> =>
    client.connection.withDeadline(Date.now() + rpcTimeoutMs, call);
  const handleOf = (release: string) => client.workflow.getHandle(releaseWorkflowId(release));

  return {
    rehearsals: createRehearsalClient(client),
    access: createAccessClient(client, taskQueue),
    async requireReachable() {
      const { namespace } = client.options;
      await orAway(bounded(() => client.workflowService.describeNamespace({ namespace })));
    },
    async start({ release, planDigest, summary }) {
      const input: ReleaseInput = { release, planDigest };
      const started = bounded(() =>
        client.workflow.start(workflowTypes.release, {
          workflowId: releaseWorkflowId(release),
          taskQueue,
          args: [input],
          workflowTaskTimeout,
          // A run that somebody ended is followed by one that begins with what is recorded.
          workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          workflowIdConflictPolicy: 'FAIL',
          typedSearchAttributes: [{ key: searchAttributes.release, value: release }],
          staticSummary: summary,
        }),
      );
      await orAway(started, WorkflowExecutionAlreadyStartedError);
    },
    async send(release, kind, statement) {
      const sent = bounded(() => handleOf(release).signal(statementSignals[kind], statement));
      return (await orAway(sent, WorkflowNotFoundError)) === null ? 'not-running' : 'sent';
    },
    receipt: (release, id, waitMs) => awaitReceipt(client, releaseWorkflowId(release), id, waitMs),
    async calendarChanged(release) {
      const sent = bounded(() => handleOf(release).signal(calendarChangedSignal));
      await orAway(sent, WorkflowNotFoundError);
    },
    async reservationsChanged(environment) {
      const handle = client.workflow.getHandle(environmentWorkflowId(environment));
      const sent = bounded(() => handle.signal(reservationsChangedSignal));
      await orAway(sent, WorkflowNotFoundError);
    },
  };
}
