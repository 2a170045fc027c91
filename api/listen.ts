import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Listening = {
  readonly address: string;
  /** Resolves after the process was told to stop and every request has been answered. */
  readonly closed: Promise<void>;
};

/** Streams stay open by their nature, so they are cut after this time. */
const graceMs = 3_000;

/** Listens, and stops at SIGTERM or SIGINT: no new connections, open requests to their end. */
export async function listen(
  app: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const closed = new Promise<void>((resolve) => {
    const stop = (): void => {
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      server.closeIdleConnections();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
  return { address: addressOf(server.address(), host), closed };
}

function addressOf(bound: AddressInfo | string | null, host: string): string {
  if (bound === null || typeof bound === 'string') return String(bound);
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
}
