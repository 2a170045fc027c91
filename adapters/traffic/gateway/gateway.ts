import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readJson } from '../../durable-state/read-json.ts';
import { writeJson } from '../../durable-state/write-json.ts';
import { type RouteRecord, routeName, routesShape } from '../division/division.ts';
import { type CountersRecord, openCounters } from './counters.ts';
import { createForward } from './forward.ts';
import { watchHealth } from './health.ts';
import { listen } from './listen.ts';
import { createOrders, type Orders } from './orders.ts';
import { createRoute, type Route, type RouteView } from './route.ts';

const FLUSH_INTERVAL_MS = 1_000;
const PORT_RETRY_MS = 1_000;
const CLOSE_TIMEOUT_MS = 5_000;

export type Gateway = Orders & {
  readonly routes: () => readonly RouteView[];
  readonly route: (name: string) => RouteView | null;
  readonly counters: () => Promise<CountersRecord>;
  /** Finishes open requests, within a bound, and keeps what was counted. */
  readonly close: () => Promise<void>;
};

/** Brings up all routes that are kept below `root`, and takes orders for their division. */
export async function openGateway(root: string, log: Logger): Promise<Gateway> {
  const routesFile = join(root, 'routes.json');
  const kept = await readJson(routesFile, routesShape);
  const counters = await openCounters(join(root, 'counters.json'));
  const routes = new Map<string, Route>();
  const views = () => [...routes.values()].map((route) => route.view());
  const health = watchHealth(
    () => views().flatMap(({ record }) => targetsOf(record)),
    (address, well) => log.info({ address }, well ? 'instance is well' : 'instance is unwell'),
  );
  const forward = createForward(health.refused);
  const outside = { counters, health, forward };
  const closing = new AbortController();
  const flushing = setInterval(() => {
    counters.read().catch((error: unknown) => log.error({ error }, 'counters cannot be kept'));
  }, FLUSH_INTERVAL_MS);

  for (const record of Object.values(kept?.routes ?? {})) {
    const route = createRoute(record, outside);
    routes.set(routeName(record), route);
    if (record.port !== 0) void listenAgain(route, closing.signal, log);
  }

  const orders = createOrders({
    routes,
    create: (record) => createRoute(record, outside),
    keep: (records) =>
      writeJson(routesFile, { format: 'tidegate/gateway/v1', routes: Object.fromEntries(records) }),
    log,
  });

  return {
    routes: views,
    route: (name) => routes.get(name)?.view() ?? null,
    ...orders,
    counters: counters.read,
    close: async () => {
      closing.abort();
      health.stop();
      clearInterval(flushing);
      await closeServers([...routes.values()].map(({ server }) => server));
      forward.close();
      await counters.read();
    },
  };
}

/** Users know the port, so no other will do: whoever took it has to let go. */
async function listenAgain(route: Route, closing: AbortSignal, log: Logger): Promise<void> {
  const { name, record } = route.view();
  while (!closing.aborted && (await listen(route.server, record.port)) === null) {
    log.error({ route: name, port: record.port }, 'the port of the route is taken; trying again');
    await sleep(PORT_RETRY_MS);
  }
}

/** Lets open requests finish, within a bound. */
async function closeServers(servers: readonly Server[]): Promise<void> {
  const closed = servers.map(
    (server) => new Promise<void>((resolve) => server.close(() => resolve())),
  );
  await Promise.race([Promise.all(closed), sleep(CLOSE_TIMEOUT_MS)]);
  for (const server of servers) server.closeAllConnections();
}

function targetsOf({ shares, healthPath }: RouteRecord) {
  return shares.flatMap(({ addresses }) => addresses.map((address) => ({ address, healthPath })));
}
