import type { RequestHandler, Response } from 'express';
import type { ApiMetrics } from '../metrics/api-metrics.ts';

const routes = new WeakMap<Response, string>();

/** Says which route answers: its path as the reference writes it, never the one that was asked. */
export function nameRoute(response: Response, path: string): void {
  routes.set(response, path);
}

/** The route that answers, or null where there is none. */
export function routeOf(response: Response): string | null {
  return routes.get(response) ?? null;
}

/** Measures every request by route and status. */
export function measureRequests({ requestSeconds }: ApiMetrics): RequestHandler {
  return (request, response, next) => {
    const stop = requestSeconds.startTimer();
    response.once('close', () => {
      stop({
        method: knownMethods.has(request.method) ? request.method : 'other',
        route: routeOf(response) ?? 'none',
        status: String(response.statusCode),
      });
    });
    next();
  };
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
