import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { proxySinks, type WorkflowInterceptorsFactory, workflowInfo } from '@temporalio/workflow';
import { type TraceSinks, workflowTypes } from './contract.ts';

/** The header that Temporal's OpenTelemetry interceptors of clients and activities speak by. */
const header = '_tracer-data';
const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

type Place = { readonly traceId: string; readonly spanId: string; readonly flags: string };

/**
 * Carries the trace of whoever started a run into its steps, children and next runs, and tells the
 * worker of the moments that belong to a trace. Nothing here waits or is random, so a history
 * replays alike with and without tracing, and a release may see it switched on and off.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let carried: Headers = {};
  const along = <Input extends { readonly headers: Headers }>(input: Input): Input => ({
    ...input,
    headers: { ...input.headers, ...carried },
  });
  return {
    inbound: [
      {
        execute(input, next) {
          const { workflowType } = workflowInfo();
          const place = pass('RunWorkflow', workflowType, input.headers);
          // An environment outlives whoever asked for it first, and serves the others too.
          const isOnes = workflowType !== workflowTypes.environment;
          if (place !== null && isOnes) carried = { [header]: toPayload(place) };
          return next(input);
        },
        handleSignal(input, next) {
          pass('HandleSignal', input.signalName, input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(along(input)),
        startChildWorkflowExecution: (input, next) => next(along(input)),
        signalWorkflow: (input, next) => next(along(input)),
        continueAsNew: (input, next) => next(along(input)),
      },
    ],
  };
};

/** Tells of a moment in the trace that the headers name, and returns its place in that trace. */
function pass(what: string, of: string, headers: Headers): Place | null {
  const parent = readPlace(headers);
  if (parent === null) return null;
  const { traceId, flags } = parent;
  const spanId = spanIdBelow(parent.spanId, workflowInfo().runId);
  proxySinks<TraceSinks>().traces.passed({
    name: `${what}:${of}`,
    traceId,
    spanId,
    parentSpanId: parent.spanId,
    traceFlags: Number.parseInt(flags, 16),
    atMs: Date.now(),
  });
  return { traceId, spanId, flags };
}

/** Never throws: whoever reaches Temporal can send any header. */
function readPlace(headers: Headers): Place | null {
  const payload = headers[header];
  if (payload === undefined) return null;
  try {
    const carrier: unknown = defaultPayloadConverter.fromPayload(payload);
    if (typeof carrier !== 'object' || carrier === null || !('traceparent' in carrier)) return null;
    const [, traceId, spanId, flags] = traceparent.exec(String(carrier.traceparent)) ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return null;
    return { traceId, spanId, flags };
  } catch {
    return null;
  }
}

function toPayload({ traceId, spanId, flags }: Place) {
  return defaultPayloadConverter.toPayload({ traceparent: `00-${traceId}-${spanId}-${flags}` });
}

/** One for each pair of a parent and a run, and the same whenever the run is replayed. */
function spanIdBelow(parentSpanId: string, runId: string): string {
  const run = runId.replaceAll('-', '').slice(0, 16);
  const mixed = BigInt(`0x${parentSpanId}`) ^ BigInt(`0x${run}`);
  return mixed.toString(16).padStart(16, '0');
}
