import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Something between a client and a server that can break every connection at once. */
export type Proxy = {
  readonly origin: string;
  /** How many stand now, and how many were ever opened. */
  readonly connections: () => number;
  readonly opened: () => number;
  readonly breakAll: () => void;
  readonly close: () => Promise<void>;
};

export async function openProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const standing = new Set<Socket>();
  let opened = 0;
  const server = createServer((client) => {
    opened += 1;
    const upstream = connect(Number(port), hostname);
    standing.add(client);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        standing.delete(client);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => {
    for (const socket of standing) socket.resetAndDestroy();
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => standing.size,
    opened: () => opened,
    breakAll,
    async close() {
      server.close();
      breakAll();
      await once(server, 'close');
    },
  };
}
