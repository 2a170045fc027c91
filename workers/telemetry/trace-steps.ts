import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/worker/index.js';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import { nameRelease, releaseAttribute } from '../../telemetry/release-attribute.ts';
import type { Tracing } from '../../telemetry/start-tracing.ts';
import {
  releaseOfWorkflowId,
  type TracedMoment,
  type TraceSinks,
  workflowTypes,
} from '../../workflows/contract.ts';

type Exporter = ReturnType<typeof makeWorkflowExporter>['export']['fn'];
type Span = Parameters<Exporter>[1][number];

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
  const exporter =
    tracing === null ? null : makeWorkflowExporter(tracing.processor, tracing.resource);
  return {
    traces: {
      passed: {
        fn: (info, moment) => {
          const { workflowId, workflowType } = info;
          const release =
            workflowType === workflowTypes.release ? releaseOfWorkflowId(workflowId) : null;
          exporter?.export.fn(info, [spanOf(moment, workflowId, release)]);
        },
        // What was told once is not told again by a replay.
        callDuringReplay: false,
      },
    },
  };
}

/** A run may last for months, so its span is the moment at which it began. */
function spanOf(moment: TracedMoment, workflowId: string, release: string | null): Span {
  const { name, traceId, spanId, parentSpanId, traceFlags, atMs } = moment;
  const at: [number, number] = [Math.floor(atMs / 1_000), (atMs % 1_000) * 1_000_000];
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: { traceId, spanId, traceFlags },
    parentSpanId,
    startTime: at,
    endTime: at,
    duration: [0, 0],
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      temporalWorkflowId: workflowId,
      ...(release === null ? {} : { [releaseAttribute]: release }),
    },
    links: [],
    events: [],
    droppedAttributesCount: 0,
    droppedLinksCount: 0,
    droppedEventsCount: 0,
    instrumentationLibrary: { name: 'tidegate-workflows' },
  };
}
