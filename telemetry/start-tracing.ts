import { trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** Where the spans of this process go. */
export type Tracing = {
  readonly processor: SpanProcessor;
  readonly resource: Resource;
  /** Sends what is left, for a bounded time, and never fails. */
  stop(): Promise<void>;
};

/** A collector that is away must not keep a process from ending. */
const lastExportMs = 2_000;

/**
 * Traces this process when OTEL_EXPORTER_OTLP_ENDPOINT (or the one for traces) names a collector
 * that takes OTLP over HTTP; otherwise null, and spans cost nothing. The exporter and the sampler
 * read their other settings from OpenTelemetry's own variables.
 */
export function startTracing(
  service: string,
  environment: Readonly<Record<string, string | undefined>>,
): Tracing | null {
  const endpoint =
    environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined || endpoint === '') return null;
  const resource = new Resource({ 'service.name': environment.OTEL_SERVICE_NAME ?? service });
  const processor = new BatchSpanProcessor(new OTLPTraceExporter());
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  provider.register({
    contextManager: new AsyncLocalStorageContextManager(),
    propagator: new W3CTraceContextPropagator(),
  });
  return {
    processor,
    resource,
    async stop() {
      const { promise: tooLong, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, lastExportMs);
      await Promise.race([provider.shutdown().catch(() => {}), tooLong]);
      clearTimeout(timer);
      trace.disable();
    },
  };
}
