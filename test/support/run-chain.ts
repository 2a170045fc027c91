import type { Client } from '@temporalio/client';

/** One run of a workflow, as its history tells of it. */
export type RunAccount = {
  readonly runId: string;
  readonly events: number;
  readonly signals: number;
  /** Workflow tasks that failed or timed out, by why. */
  readonly failedTasks: readonly string[];
  readonly end: 'continued' | 'completed' | 'other';
};

/** Every run of a workflow, the first one first, by following their histories back. */
export async function runChain(client: Client, workflowId: string): Promise<readonly RunAccount[]> {
  const chain: RunAccount[] = [];
  for (let runId: string | undefined; ; ) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const { events } = await handle.fetchHistory();
    const all = events ?? [];
    const started = all[0]?.workflowExecutionStartedEventAttributes;
    const last = all.at(-1);
    chain.unshift({
      runId: started?.originalExecutionRunId ?? runId ?? '',
      events: all.length,
      signals: all.filter((event) => event.workflowExecutionSignaledEventAttributes).length,
      failedTasks: all.flatMap((event) => {
        const { workflowTaskFailedEventAttributes: failed } = event;
        if (event.workflowTaskTimedOutEventAttributes) return ['timed out'];
        return failed ? [`${failed.cause}: ${failed.failure?.message ?? ''}`] : [];
      }),
      end: endOf(last),
    });
    const before = started?.continuedExecutionRunId;
    if (!before) return chain;
    runId = before;
  }
}

type LastEvent = {
  readonly workflowExecutionContinuedAsNewEventAttributes?: unknown;
  readonly workflowExecutionCompletedEventAttributes?: unknown;
};

function endOf(
  last: (LastEvent & { readonly eventType?: unknown }) | undefined,
): RunAccount['end'] {
  if (last?.workflowExecutionContinuedAsNewEventAttributes) return 'continued';
  return last?.workflowExecutionCompletedEventAttributes ? 'completed' : 'other';
}
