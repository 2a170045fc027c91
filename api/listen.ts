import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stopping } from './stopping.ts';

export type Listening = {
  readonly address: string;
  /** Resolves after the process was told to stop and every request has been answered. */
  readonly closed: Promise<void>;
};

/**
 * How long an unused connection is kept: longer than load balancers keep theirs, which is 60 s by
 * default in many. Whoever closes first may cut a request that is just being sent.
 */
export const keptOpenMs = 65_000;

/** Whatever has not ended by then is cut. */
const graceMs = 10_000;

export type Place = {
  readonly host: string;
  readonly port: number;
  /** How long it serves on after it was told to stop, while `/readyz` says that it will. */
  readonly drainMs: number;
};

/** Listens until SIGTERM or SIGINT, and then ends as `Stopping` describes. A second one cuts. */
export async function listen(
  appOf: (stopping: Stopping) => RequestListener,
  { host, port, drainMs }: Place,
): Promise<Listening> {
  const told = new AbortController();
  const closing = new AbortController();
  const app = appOf({ told: told.signal, closing: closing.signal });
  const server = createServer((request, response) => {
    if (closing.signal.aborted) response.setHeader('Connection', 'close');
    app(request, response);
  });
  server.keepAliveTimeout = keptOpenMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const closed = new Promise<void>((resolve) => {
    const stop = (): void => {
      if (told.signal.aborted) return server.closeAllConnections();
      told.abort();
      void sleep(drainMs).then(() => {
        closing.abort();
        end(server, resolve);
      });
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
  return { address: addressOf(server.address(), host), closed };
}

/** Takes no new connections, and lets open requests end. */
function end(server: Server, ended: () => void): void {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  server.close(() => {
    clearTimeout(cut);
    ended();
  });
  server.closeIdleConnections();
}

function addressOf(bound: AddressInfo | string | null, host: string): string {
  if (bound === null || typeof bound === 'string') return String(bound);
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
}
