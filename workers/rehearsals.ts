import { loadClientConnectConfig } from '@temporalio/envconfig';
import { bundleWorkflowCode, NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { Registry } from 'prom-client';
import { startHealthServer } from './health.ts';
import { readConfig } from './rehearsal/config.ts';
import { createRehearsalWorker } from './rehearsal/worker.ts';
import { metricsText } from './telemetry/metrics-text.ts';
import { installRuntime } from './telemetry/runtime.ts';
import { workflowCode } from './workflow-code.ts';

/**
 * A process that hosts rehearsals until it is told to stop. Of the real system it knows Temporal
 * and nothing else: no database, no state folder, no keys.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ name: 'tidegate-rehearsals', level: config.TIDEGATE_LOG_LEVEL });
  const { sdkMetrics } = await installRuntime(log);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const worker = await createRehearsalWorker(connection, namespace, {
    serverPath: config.TIDEGATE_TIME_SKIPPING_SERVER ?? null,
    workflowBundle: await bundleWorkflowCode(workflowCode),
    atOnce: config.TIDEGATE_REHEARSALS_AT_ONCE,
  });
  const metrics = () => metricsText(new Registry(), sdkMetrics);
  const at = { host: '127.0.0.1', port: config.TIDEGATE_REHEARSALS_PORT };
  const health = await startHealthServer(at, { workers: [worker], connection, metrics });
  const server = config.TIDEGATE_TIME_SKIPPING_SERVER ?? 'none: every rehearsal is refused';
  log.info({ health: health.address, namespace, server }, 'Rehearsals can be asked for.');
  try {
    await worker.run();
  } finally {
    await health.stop();
    await connection.close();
    log.info('The process for rehearsals has stopped.');
  }
}

await main();
