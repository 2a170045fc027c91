import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NativeConnection, Worker } from '@temporalio/worker';

export type HealthOf = {
  readonly workers: readonly Pick<Worker, 'getState'>[];
  readonly connection: Pick<NativeConnection, 'workflowService'>;
  /** What `/metrics` answers, as Prometheus reads it. */
  readonly metrics: () => Promise<string>;
};

type Answer = { readonly status: number; readonly type: string; readonly body: string };

/**
 * `/livez`: no worker has failed. `/readyz`: every worker polls and Temporal answers; false from
 * the moment at which the process is told to stop. `/metrics`: what it measures. Port 0 takes a
 * free one.
 */
export async function startHealthServer(
  { host, port }: { readonly host: string; readonly port: number },
  { workers, connection, metrics }: HealthOf,
): Promise<{ address: string; stop(): Promise<void> }> {
  const pages: Readonly<Record<string, () => Promise<Answer>>> = {
    '/livez': async () => health(workers.every((worker) => worker.getState() !== 'FAILED')),
    '/readyz': async () => {
      if (!workers.every((worker) => worker.getState() === 'RUNNING')) return health(false);
      await connection.workflowService.getSystemInfo({});
      return health(true);
    },
    '/metrics': async () => ({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      body: await metrics(),
    }),
  };
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    if (page === undefined) return void response.writeHead(404).end();
    page()
      .catch(() => health(false))
      .then((answer) => send(answer, response))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    address: `http://${host}:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function health(good: boolean): Answer {
  const body = JSON.stringify({ status: good ? 'ok' : 'unavailable' });
  return { status: good ? 200 : 503, type: 'application/json', body };
}

function send({ status, type, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
