import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server on loopback at which users end their TLS, in front of an origin that has none. */
export type Edge = {
  /** `https://localhost:…` */
  readonly url: string;
  readonly port: number;
  /** Shows another certificate from now on. */
  show(options: Pick<ServerOptions, 'key' | 'cert'>): void;
  close(): Promise<void>;
};

export async function startEdge(
  options: ServerOptions,
  originOf: () => Promise<string | null>,
): Promise<Edge> {
  const server = createServer(options, (asked, answer) => {
    originOf().then(
      (origin) => forward(asked, answer, origin),
      () => answer.writeHead(502).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, 'localhost', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    show: (shown) => server.setSecureContext(shown),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(asked: IncomingMessage, answer: ServerResponse, origin: string | null): void {
  const { url = '/', method = 'GET', headers } = asked;
  const onward = request(`${origin}${url}`, { method, headers }, (met) => {
    answer.writeHead(met.statusCode ?? 502, met.headers);
    met.pipe(answer);
  });
  onward.on('error', () => answer.writeHead(502).end());
  asked.pipe(onward);
}
