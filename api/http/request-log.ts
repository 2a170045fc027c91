import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { type HttpLogger, pinoHttp } from 'pino-http';
import { activeTraceId } from '../../telemetry/trace-fields.ts';

const saneId = /^[A-Za-z0-9._-]{8,128}$/;
const releasePath = /^\/v1\/releases\/([a-z0-9-]{1,63})(?:\/|$)/;

/**
 * One line for each request, with its id and the release that it is about. Headers, bodies and
 * query strings are never logged: tokens and people's words stand in them.
 */
export function createRequestLog(log: Logger): HttpLogger {
  return pinoHttp({
    logger: log,
    genReqId(request, response) {
      const given = request.headers['x-request-id'];
      const made = activeTraceId() ?? randomUUID();
      const id = typeof given === 'string' && saneId.test(given) ? given : made;
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customAttributeKeys: { reqId: 'requestId' },
    quietReqLogger: true,
    wrapSerializers: false,
    serializers: {
      req: (request: IncomingMessage) => ({ method: request.method, path: pathOf(request) }),
      res: (response: ServerResponse) => ({ status: response.statusCode }),
      err: () => undefined,
    },
    customProps: (request) => releaseProps(request),
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: (request, response) => lineOf(request, response),
    customErrorMessage: (request, response) => lineOf(request, response),
  });
}

/** The id of a request, which its log lines carry. */
export function requestIdOf(request: IncomingMessage): string {
  // Whatever the type of the library allows, the ids that are made here are texts.
  return typeof request.id === 'string' ? request.id : '';
}

function lineOf(request: IncomingMessage, response: ServerResponse): string {
  return `${request.method} ${pathOf(request)} ${response.statusCode}`;
}

/** The release that a request names in its path; null where it names none. */
export function releaseOfRequest(request: IncomingMessage): string | null {
  return releasePath.exec(pathOf(request))?.[1] ?? null;
}

/** What the log says of a request in every line: its id, and its release where it names one. */
export function requestFields(request: IncomingMessage): Readonly<Record<string, string>> {
  return { requestId: requestIdOf(request), ...releaseProps(request) };
}

function releaseProps(request: IncomingMessage): { release?: string } {
  const release = releaseOfRequest(request);
  return release === null ? {} : { release };
}

/**
 * Without the query. Express rewrites `url` below a mounted router and keeps the whole one beside
 * it.
 */
function pathOf(request: IncomingMessage): string {
  const url = 'originalUrl' in request ? String(request.originalUrl) : (request.url ?? '');
  return url.split('?', 1)[0] ?? '';
}
