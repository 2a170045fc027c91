import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The line between a client and a server on loopback, which can be cut. */
export type Line = {
  /** host:port for the client. */
  readonly address: string;
  /** What the client says goes no further from now on; it does not notice. */
  readonly hold: () => void;
  /** Breaks every connection, and with them what was held; new ones go through again. */
  readonly drop: () => void;
  readonly close: () => Promise<void>;
};

type Connection = { readonly client: Socket; readonly server: Socket };

export async function openLine(serverAddress: string): Promise<Line> {
  const [host = '', serverPort = ''] = serverAddress.split(':');
  const connections = new Set<Connection>();
  let held = false;
  const listener = createServer((client) => {
    const server = connect(Number(serverPort), host);
    const connection = { client, server };
    connections.add(connection);
    const end = () => {
      connections.delete(connection);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end).setNoDelay();
    server.pipe(client);
    client.pipe(server);
    if (held) client.pause().unpipe(server);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = listener.address() as AddressInfo;
  const drop = () => {
    held = false;
    for (const { client, server } of connections) {
      client.destroy();
      server.destroy();
    }
  };
  return {
    address: `127.0.0.1:${port}`,
    hold() {
      held = true;
      for (const { client, server } of connections) client.unpipe(server).pause();
    },
    drop,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        drop();
      }),
  };
}
