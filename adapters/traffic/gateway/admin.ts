import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { TrafficState } from '../../../activities/ports/traffic.ts';
import { countersOf } from '../counting/counter.ts';
import { divisionShape, type RouteRecord, undoingShape } from '../division/division.ts';
import type { Refusal } from '../division/refusal.ts';
import type { Gateway } from './gateway.ts';
import { prometheusText } from './metrics.ts';
import type { RouteView } from './route.ts';

/**
 * The gateway's own API, for the port `Traffic` and for Prometheus. All but `/livez` needs the
 * token.
 */
export function createAdmin(gateway: Gateway, token: string, log: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/livez', (_request, response) => void response.json({ status: 'alive' }));
  app.use(requireToken(token));
  app.get('/routes/:environment/:component', (request, response) => {
    response.json(stateOf(gateway.route(nameIn(request))));
  });
  app.put(
    '/routes/:environment/:component',
    express.json({ limit: '256kb' }),
    divideRoute(gateway),
  );
  app.post(
    '/routes/:environment/:component/undo',
    express.json({ limit: '4kb' }),
    undoDivision(gateway),
  );
  app.get('/routes/:environment/:component/counters', readCounters(gateway));
  app.get('/metrics', readMetrics(gateway));
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    log.error({ error }, 'an admin request failed');
    if (response.headersSent) next(error);
    else response.status(statusOf(error)).json({ message: 'The gateway could not do this.' });
  });
  return app;
}

function readCounters(gateway: Gateway) {
  return async (request: Request, response: Response) => {
    const { routes } = await gateway.counters();
    response.json((routes[nameIn(request)] ?? []).map(countersOf));
  };
}

function readMetrics(gateway: Gateway) {
  return async (_request: Request, response: Response) => {
    const text = await prometheusText(await gateway.counters(), gateway.routes());
    response.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  };
}

function divideRoute(gateway: Gateway) {
  return order(divisionShape, gateway.divide);
}

function undoDivision(gateway: Gateway) {
  return order(undoingShape, gateway.undo);
}

function order<Shape extends z.ZodType>(
  shape: Shape,
  carryOut: (order: z.infer<Shape>) => Promise<RouteView | Refusal>,
) {
  return async (request: Request, response: Response) => {
    const { environment, component } = request.params;
    const parsed = shape.safeParse({ ...request.body, environment, component });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      response.status(422).json(unreadable(`${issue?.path.join('.')}: ${issue?.message}`));
      return;
    }
    const outcome = await carryOut(parsed.data);
    if ('code' in outcome) response.status(409).json(outcome);
    else response.json(stateOf(outcome));
  };
}

function unreadable(what: string): Refusal {
  return {
    kind: 'terminal',
    code: 'traffic/bad-division',
    message: `The division cannot be read: ${what}.`,
    remedy: 'Correct the names, the addresses and the weights.',
  };
}

/** Compares digests, so that neither content nor length of the token shows in the time it takes. */
function requireToken(token: string) {
  const expected = digestOf(`Bearer ${token}`);
  return (request: Request, response: Response, next: NextFunction) => {
    if (timingSafeEqual(digestOf(request.get('authorization') ?? ''), expected)) next();
    else response.status(401).json({ message: 'The token of the gateway is missing or wrong.' });
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function nameIn({ params }: Request): string {
  return `${String(params.environment)}/${String(params.component)}`;
}

function statusOf(error: unknown): number {
  const hasStatus = typeof error === 'object' && error !== null && 'status' in error;
  return hasStatus && typeof error.status === 'number' ? error.status : 500;
}

function stateOf(view: RouteView | null): TrafficState {
  if (view === null) return { origin: null, shares: [], fence: 0, draining: [] };
  const { record, openRequests } = view;
  const draining = [...openRequests]
    .map(([digest, open]) => ({ digest, openRequests: openElsewhere(record, digest, open) }))
    .filter((left) => left.openRequests > 0);
  const origin = record.port === 0 ? null : `http://127.0.0.1:${record.port}`;
  return { origin, shares: record.shares, fence: record.fence, draining };
}

/** The open requests of a version on addresses that get no new ones. */
function openElsewhere(
  { shares }: RouteRecord,
  digest: string,
  open: ReadonlyMap<string, number>,
): number {
  const shared = shares.find((share) => share.digest === digest)?.addresses ?? [];
  const left = [...open].filter(([address]) => !shared.includes(address));
  return left.reduce((sum, [, count]) => sum + count, 0);
}
