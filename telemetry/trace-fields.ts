import { isSpanContextValid, trace } from '@opentelemetry/api';

/** Id of the trace that the running code belongs to, as 32 hex digits; null where there is none. */
export function activeTraceId(): string | null {
  const context = trace.getActiveSpan()?.spanContext();
  return context !== undefined && isSpanContextValid(context) ? context.traceId : null;
}

/** What every log line carries while it is written in a trace. */
export function traceFields(): { readonly traceId?: string } {
  const traceId = activeTraceId();
  return traceId === null ? {} : { traceId };
}
