import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import { nameRelease, releaseAttribute } from '../../telemetry/release-attribute.ts';
import type { Tracing } from '../../telemetry/start-tracing.ts';
import {
  releaseOfWorkflowId,
  type TracedMoment,
  type TraceSinks,
} from '../../workflows/contract.ts';

/** A span around every step, below the span of the run that asked for it, with its release. */
export const traceSteps: ActivityInterceptorsFactory = (context) => {
  const spans = new OpenTelemetryActivityInboundInterceptor(context);
  return {
    inbound: {
      execute: (input, next) =>
        spans.execute(input, (passed) => {
          const release = releaseOfWorkflowId(context.info.workflowExecution?.workflowId);
          if (release !== null) nameRelease(release);
          return next(passed);
        }),
    },
  };
};

/**
 * Where workflows tell of the moments of a trace. Always there: a workflow does not know whether
 * this worker traces, only whether its caller did.
 */
export function traceSinks(tracing: Tracing | null): InjectedSinks<TraceSinks> {
  return {
    traces: {
      passed: {
        fn: ({ workflowId, runId }, moment) => {
          if (tracing === null) return;
          const release = releaseOfWorkflowId(workflowId);
          const attributes = {
            temporalWorkflowId: workflowId,
            run_id: runId,
            ...(release === null ? {} : { [releaseAttribute]: release }),
          };
          tracing.processor.onEnd({ ...spanOf(moment), attributes, resource: tracing.resource });
        },
        // What was told once is not told again by a replay.
        callDuringReplay: false,
      },
    },
  };
}

/** A run may last for months, so its span is the moment at which it began. */
function spanOf(moment: TracedMoment): Omit<ReadableSpan, 'attributes' | 'resource'> {
  const { name, traceId, spanId, parentSpanId, traceFlags, atMs } = moment;
  const at: [number, number] = [Math.floor(atMs / 1_000), (atMs % 1_000) * 1_000_000];
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ traceId, spanId, traceFlags }),
    parentSpanId,
    startTime: at,
    endTime: at,
    duration: [0, 0],
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    links: [],
    events: [],
    droppedAttributesCount: 0,
    droppedLinksCount: 0,
    droppedEventsCount: 0,
    instrumentationLibrary: { name: 'tidegate-workflows' },
  };
}
