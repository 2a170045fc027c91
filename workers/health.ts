import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NativeConnection, Worker } from '@temporalio/worker';

/**
 * `/livez`: no worker has failed. `/readyz`: every worker polls and Temporal answers. On loopback
 * only; port 0 takes a free one.
 */
export async function startHealthServer(
  port: number,
  workers: readonly Worker[],
  connection: NativeConnection,
): Promise<{ address: string; stop(): Promise<void> }> {
  const live = () => workers.every((worker) => worker.getState() !== 'FAILED');
  const ready = async () => {
    if (!workers.every((worker) => worker.getState() === 'RUNNING')) return false;
    await connection.workflowService.getSystemInfo({});
    return true;
  };
  const server = createServer((request, response) => {
    const probe = request.url === '/livez' ? Promise.resolve(live()) : ready();
    if (request.url !== '/livez' && request.url !== '/readyz') {
      response.writeHead(404).end();
      return;
    }
    probe
      .catch(() => false)
      .then((good) => {
        response
          .writeHead(good ? 200 : 503, { 'content-type': 'application/json' })
          .end(JSON.stringify({ status: good ? 'ok' : 'unavailable' }));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${bound}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
