import { Runtime, type RuntimeOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { releaseOfWorkflowId } from '../../workflows/contract.ts';
import { findFreePort } from './free-port.ts';

const attempts = 3;

/**
 * Installs the SDK's runtime, which stops workers at SIGTERM and SIGINT, logs through ours, and
 * publishes its own metrics on a loopback port. Returns their address.
 */
export async function installRuntime(log: Logger): Promise<{ readonly sdkMetrics: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const bindAddress = `127.0.0.1:${await findFreePort()}`;
    try {
      Runtime.install(optionsOf(log, bindAddress));
      return { sdkMetrics: `http://${bindAddress}/metrics` };
    } catch (error) {
      // Somebody else may have taken the port meanwhile.
      if (attempt === attempts) throw error;
    }
  }
}

function optionsOf(log: Logger, bindAddress: string): RuntimeOptions {
  return {
    logger: throughOurs(log),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    telemetryOptions: {
      metrics: {
        prometheus: {
          bindAddress,
          countersTotalSuffix: true,
          unitSuffix: true,
          useSecondsForDurations: true,
        },
      },
    },
  };
}

/** The SDK's own log, through ours, so that every line has one shape and names its release. */
function throughOurs(log: Logger) {
  const sdk = log.child({ source: 'temporal-sdk' });
  const fields = (meta: object = {}) => {
    const release =
      'workflowId' in meta && typeof meta.workflowId === 'string'
        ? releaseOfWorkflowId(meta.workflowId)
        : null;
    return release === null ? meta : { ...meta, release };
  };
  return {
    log: (_level: string, message: string, meta?: object) => sdk.info(fields(meta), message),
    trace: (message: string, meta?: object) => sdk.trace(fields(meta), message),
    debug: (message: string, meta?: object) => sdk.debug(fields(meta), message),
    info: (message: string, meta?: object) => sdk.debug(fields(meta), message),
    warn: (message: string, meta?: object) => sdk.warn(fields(meta), message),
    error: (message: string, meta?: object) => sdk.error(fields(meta), message),
  };
}
