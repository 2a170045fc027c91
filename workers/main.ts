import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { createRecords } from '../records/index.ts';
import { readConfig } from './config.ts';
import { startHealthServer } from './health.ts';
import { createPorts, startLocalTargets } from './wiring.ts';
import { createWorkers } from './workers.ts';

/**
 * A process that hosts workflows and activities until it is told to stop, and then lets running
 * steps end.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ name: 'tidegate-worker', level: config.TIDEGATE_LOG_LEVEL });
  Runtime.install({ logger: quietLogger(log), shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const clientConnection = Connection.lazy(connectionOptions);
  const records = createRecords(config.DATABASE_URL);
  const client = new Client({ connection: clientConnection, namespace });
  await startLocalTargets(config, log);
  const ports = createPorts(config, records, client, log);
  const workers = await createWorkers(connection, namespace, ports);
  const health = await startHealthServer(config.TIDEGATE_WORKER_PORT, workers, connection);
  log.info({ health: health.address, namespace }, 'The worker takes work.');
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await health.stop();
    await clientConnection.close();
    await connection.close();
    await records.close();
    log.info('The worker has stopped.');
  }
}

/** The SDK's own log, through ours, so that every line has one shape. */
function quietLogger(log: pino.Logger) {
  const sdk = log.child({ source: 'temporal-sdk' });
  return {
    log: (_level: string, message: string, meta?: object) => sdk.info(meta ?? {}, message),
    trace: (message: string, meta?: object) => sdk.trace(meta ?? {}, message),
    debug: (message: string, meta?: object) => sdk.debug(meta ?? {}, message),
    info: (message: string, meta?: object) => sdk.debug(meta ?? {}, message),
    warn: (message: string, meta?: object) => sdk.warn(meta ?? {}, message),
    error: (message: string, meta?: object) => sdk.error(meta ?? {}, message),
  };
}

await main();
