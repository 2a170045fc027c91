import type { WorkflowClientInterceptor } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import { nameRelease } from './release-attribute.ts';

/**
 * What a client of Temporal needs so that starts and signals carry the trace along, each in a span
 * of its own. Queries have none: a receipt is asked for many times a second.
 */
export function traceClient(releaseOf: (workflowId: string) => string | null): {
  readonly workflow: WorkflowClientInterceptor[];
} {
  const spans = new OpenTelemetryWorkflowClientInterceptor();
  const name = (workflowId: string | undefined): void => {
    const release = workflowId === undefined ? null : releaseOf(workflowId);
    if (release !== null) nameRelease(release);
  };
  /** Before `spans` it names the caller's span, behind it the client's own. */
  const naming: WorkflowClientInterceptor = {
    startWithDetails(input, next) {
      name(input.options.workflowId);
      return next(input);
    },
    signal(input, next) {
      name(input.workflowExecution.workflowId);
      return next(input);
    },
  };
  const telling: WorkflowClientInterceptor = {
    startWithDetails: (input, next) => spans.startWithDetails(input, next),
    signal: (input, next) => spans.signal(input, next),
    signalWithStart: (input, next) => spans.signalWithStart(input, next),
  };
  return { workflow: [naming, telling, naming] };
}
