import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Request, RequestHandler, Response } from 'express';
import { releaseAttribute } from '../../telemetry/release-attribute.ts';
import { routeOf } from './measure-requests.ts';
import { releaseOfRequest } from './request-log.ts';

/** Asked every few seconds by machines, which would bury what people do. */
const probes = new Set(['/livez', '/readyz', '/metrics']);

/**
 * A span around each request, in the trace of the caller where it names one. Costs nothing where
 * nothing is traced.
 */
export const traceRequests: RequestHandler = (request, response, next) => {
  if (probes.has(request.path)) return next();
  const caller = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = trace
    .getTracer('tidegate-api')
    .startSpan(request.method, { kind: SpanKind.SERVER }, caller);
  const inside = trace.setSpan(caller, span);
  const release = releaseOfRequest(request);
  if (release !== null) span.setAttribute(releaseAttribute, release);
  // The log line of a request is written by a listener, which has to find the trace as well.
  context.bind(inside, response);
  response.once('close', () => end(span, request, response));
  context.with(inside, next);
};

function end(span: Span, request: Request, response: Response): void {
  const route = routeOf(response);
  const status = response.statusCode;
  if (route !== null) {
    span.updateName(`${request.method} ${route}`);
    span.setAttribute('http.route', route);
  }
  span.setAttribute('http.request.method', request.method);
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
