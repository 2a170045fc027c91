import { type Client, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { Engine } from '../../activities/ports/engine.ts';
import type { Sighting } from '../../domain/reconcile/report.ts';

/** The names of the contract, which the wiring gives. */
export type EngineNames = {
  readonly releaseId: (release: string) => string;
  readonly releaseOfId: (workflowId: string) => string | null;
  readonly environmentId: (environment: string) => string;
  readonly environmentQuery: string;
};

const queryMs = 5_000;

const statuses: Readonly<Record<string, Sighting['status']>> = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
  CONTINUED_AS_NEW: 'running',
};

/**
 * Asks Temporal itself. Lists come from its visibility, and what counts is described one by one.
 */
export function createTemporalEngine(client: Client, names: EngineNames): Engine {
  return {
    async seeRelease(release) {
      try {
        const handle = client.workflow.getHandle(names.releaseId(release));
        const { type, runId, status, raw } = await handle.describe();
        const wasReset = Boolean(raw.workflowExtendedInfo?.lastResetTime);
        return { type, runId, status: statuses[status.name] ?? 'failed', wasReset };
      } catch (error) {
        if (isUnknown(error)) return null;
        throw error;
      }
    },

    async *releasesSeen(since) {
      const prefix = names.releaseId('');
      const recent = `(ExecutionStatus = "Running" OR CloseTime > "${since.toISOString()}")`;
      const query = `WorkflowId STARTS_WITH "${prefix}" AND ${recent}`;
      const seen = new Set<string>();
      for await (const { workflowId } of client.workflow.list({ query })) {
        const release = names.releaseOfId(workflowId);
        if (release === null || seen.has(release)) continue;
        seen.add(release);
        yield release;
      }
    },

    async queueOf(environment) {
      type Named = readonly { release: string }[];
      try {
        const handle = client.workflow.getHandle(names.environmentId(environment));
        // Temporal lets one that was ended answer, too; what it remembers helps nobody any more.
        const { status } = await handle.describe();
        if (status.name !== 'RUNNING') return null;
        const book = await client.withDeadline(Date.now() + queryMs, () =>
          handle.query<{ queue: Named }>(names.environmentQuery),
        );
        return { queue: book.queue.map(({ release }) => release) };
      } catch {
        // Whoever does not answer is asked by a signal, which can wait.
        return null;
      }
    },
  };
}

const notFound = 5;

function isUnknown(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  const cause = error instanceof Error && !isGrpcServiceError(error) ? error.cause : error;
  if (!isGrpcServiceError(cause)) return false;
  const code: number = cause.code;
  return code === notFound;
}
