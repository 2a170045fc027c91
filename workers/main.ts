import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { GracefulShutdownPeriodExpiredError, NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createRecords, type Records } from '../records/index.ts';
import { startTracing, type Tracing } from '../telemetry/start-tracing.ts';
import { traceClient } from '../telemetry/trace-client.ts';
import { releaseOfWorkflowId } from '../workflows/contract.ts';
import { createAccessPorts, createAccessWorker } from './access.ts';
import { readConfig, type WorkerConfig } from './config.ts';
import { startHealthServer } from './health.ts';
import { createReconcilerWorker, scheduleSweeps } from './reconciler.ts';
import { createLog } from './telemetry/create-log.ts';
import { measureLedger } from './telemetry/measure-ledger.ts';
import { measureSteps } from './telemetry/measure-steps.ts';
import { metricsText } from './telemetry/metrics-text.ts';
import { installRuntime } from './telemetry/runtime.ts';
import { traceSteps } from './telemetry/trace-steps.ts';
import { createWorkerMetrics } from './telemetry/worker-metrics.ts';
import { buildOf } from './versioning.ts';
import { createPorts, startLocalTargets } from './wiring.ts';
import { createWorkers } from './workers.ts';

/**
 * A process that hosts workflows and activities until it is told to stop, and then lets running
 * steps end. What does not end in time is told to by its heartbeat, and tried again elsewhere.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.TIDEGATE_LOG_LEVEL);
  const tracing = startTracing('tidegate-worker', process.env);
  const { sdkMetrics } = await installRuntime(log);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const clientConnection = Connection.lazy(connectionOptions);
  const records = createRecords(config.DATABASE_URL);
  const client = new Client({
    connection: clientConnection,
    namespace,
    ...(tracing === null ? {} : { interceptors: traceClient(releaseOfWorkflowId) }),
  });
  if (config.TIDEGATE_LOCAL_TARGETS === 'on') await startLocalTargets(config, log);
  const { workers, registry } = await employ(connection, { config, records, client, log, tracing });
  const at = { host: config.TIDEGATE_WORKER_HOST, port: config.TIDEGATE_WORKER_PORT };
  const metrics = () => metricsText(registry, sdkMetrics);
  const health = await startHealthServer(at, { workers, connection, metrics });
  log.info(
    { health: health.address, namespace, build: config.TIDEGATE_BUILD_ID },
    'The worker takes work.',
  );
  try {
    await Promise.all(workers.map((worker) => worker.run().catch(leftToOthers)));
  } finally {
    await health.stop();
    await tracing?.stop();
    await clientConnection.close();
    await connection.close();
    await records.close();
    log.info('The worker has stopped.');
  }
}

type Parts = {
  readonly config: WorkerConfig;
  readonly records: Records;
  readonly client: Client;
  readonly log: Logger;
  readonly tracing: Tracing | null;
};

/** The workers of this process, with everything that they do traced and measured. */
async function employ(
  connection: NativeConnection,
  { config, records, client, log, tracing }: Parts,
) {
  const metrics = createWorkerMetrics();
  const ports = createPorts(config, records, client, log);
  const measured = { ...ports, ledger: measureLedger(ports.ledger, metrics, ports.clock) };
  const around = [...(tracing === null ? [] : [traceSteps]), measureSteps(metrics)];
  const { namespace } = client.options;
  const build = buildOf(config);
  const workers = await createWorkers(connection, namespace, measured, { around, tracing, build });
  const access = createAccessPorts(config, records, measured);
  const accessWorker = await createAccessWorker(connection, namespace, access, around);
  const parts = { ...measured, client, records, access };
  const reconciler = await createReconcilerWorker(connection, parts);
  await scheduleSweeps(client, '5m');
  return { workers: [...workers, accessWorker, reconciler], registry: metrics.registry };
}

/**
 * A step that does not end within the bound is no failure of a worker that was told to stop:
 * another one takes it up.
 */
function leftToOthers(error: unknown): void {
  if (!(error instanceof GracefulShutdownPeriodExpiredError)) throw error;
}

await main();
