import { randomUUID } from 'node:crypto';
import { type Client, WorkflowFailedError } from '@temporalio/client';
import type { PastAnalysis, PastVerdict } from '../domain/analysis/past.ts';
import { taskQueues, workflowTypes } from '../workflows/contract.ts';
import { orAway } from './engine-away.ts';
import { Problem } from './problem.ts';

const withinMs = 60_000;

/** Has past data analysed by a worker. Throws a `Problem` when none does so in time. */
export type AnalysePast = (order: PastAnalysis) => Promise<PastVerdict>;

type Story = (order: PastAnalysis) => Promise<PastVerdict>;

export function createAnalysePast(client: Client): AnalysePast {
  return async (order) => {
    const analysed = client.connection.withDeadline(Date.now() + withinMs, () =>
      client.workflow.execute<Story>(workflowTypes.analysis, {
        workflowId: `analysis-${randomUUID()}`,
        taskQueue: taskQueues.workflows,
        args: [order],
        workflowExecutionTimeout: withinMs,
        staticSummary: 'Analysis of past data',
      }),
    );
    const verdict = await orAway(analysed, WorkflowFailedError);
    if (verdict !== null && verdict !== true) return verdict;
    const detail = `No worker has analysed it within ${withinMs / 1000} s.`;
    throw new Problem('analysis-unfinished', { detail });
  };
}
