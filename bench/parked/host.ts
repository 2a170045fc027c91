import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createRecords } from '../../records/index.ts';
import { createOwnPorts } from '../../workers/own-ports.ts';
import { createWorkers } from '../../workers/workers.ts';
import { createControlWorker } from '../control/control.ts';
import { createBenchTools } from '../tools.ts';

/** What the parent tells this process, as JSON, in its only argument. */
export type HostOrder = {
  readonly side: 'subject' | 'control';
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  readonly keyRingFile: string;
};

/** Workers of one side in a process of their own, whose memory can be weighed and which can die. */
async function main(): Promise<void> {
  const order = JSON.parse(process.argv[2] ?? '{}') as HostOrder;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address: order.temporalAddress });
  const client = new Client({ connection: Connection.lazy({ address: order.temporalAddress }) });
  const workers =
    order.side === 'control'
      ? [await createControlWorker(connection, client, 0)]
      : await createWorkers(connection, 'default', {
          ...createBenchTools(0),
          ...createOwnPorts(createRecords(order.databaseUrl), client, order.keyRingFile),
        });
  process.on('message', () => {
    process.send?.({ rssBytes: process.memoryUsage.rss() });
  });
  process.on('disconnect', () => process.exit(0));
  const running = workers.map((worker) => worker.run());
  process.send?.({ ready: true });
  await Promise.all(running);
}

await main();
