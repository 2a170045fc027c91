import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../../../adapters/postgres/start-postgres.ts';
import { findFreePort } from '../../../adapters/processes/free-port.ts';
import { searchAttributes } from '../../../embedded/toolchain/search-attributes.ts';
import { startTemporal, type TemporalOptions } from '../../../embedded/toolchain/start-temporal.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { openProcess, type ProcessHandle } from './process-handle.ts';

export const namespace = 'tidegate';

/** A PostgreSQL of one's own, which keeps its port and its data through every restart. */
export async function openPostgres(
  folder: string,
): Promise<{ readonly postgres: ProcessHandle; readonly databaseUrl: string }> {
  const port = await findFreePort();
  const logFile = join(folder, 'logs', 'postgres.log');
  let databaseUrl = '';
  const postgres = await openProcess('postgres', logFile, async () => {
    const started = await startedAgain(() =>
      // Not one that may throw away: what it has confirmed has to survive a kill.
      startPostgres({ dataDir: join(folder, 'postgres'), port, logFile }),
    );
    databaseUrl = started.url;
    return started;
  });
  return { postgres, databaseUrl };
}

export type EngineOptions = {
  /** Dynamic configuration of the Temporal server. */
  readonly temporal?: NonNullable<TemporalOptions['dynamicConfig']>;
  /** Instead of the dev server Temporal's four services, as processes over the same PostgreSQL. */
  readonly cluster?: boolean;
};

type Engine = { readonly temporal: ProcessHandle; readonly temporalAddress: string };

/**
 * Temporal in one process, or in four over the PostgreSQL; `temporal` is then the one that keeps
 * the histories. `started` hears of each process as soon as it runs.
 */
export async function openEngine(
  at: { readonly folder: string; readonly databaseUrl: string },
  { cluster = false, temporal: dynamicConfig = {} }: EngineOptions,
  started: (handle: ProcessHandle) => void,
): Promise<Engine> {
  if (cluster) {
    const { address, processes } = await startCluster({ ...at, namespace, dynamicConfig, started });
    return { temporal: processes.history, temporalAddress: address };
  }
  const engine = await openTemporal(at.folder, dynamicConfig);
  started(engine.temporal);
  return engine;
}

/** A Temporal dev server that keeps everything in a file, and its port through every restart. */
async function openTemporal(
  folder: string,
  dynamicConfig: NonNullable<TemporalOptions['dynamicConfig']>,
): Promise<Engine> {
  const port = await findFreePort();
  const logFile = join(folder, 'logs', 'temporal.log');
  const options = {
    stateFile: join(folder, 'temporal.db'),
    port,
    uiPort: null,
    namespace,
    searchAttributes,
    logFile,
    dynamicConfig,
    say: (line: string) => process.stderr.write(`${line}\n`),
  };
  const temporal = await openProcess('temporal', logFile, () =>
    startedAgain(() => startTemporal(options)),
  );
  return { temporal, temporalAddress: `127.0.0.1:${port}` };
}

const attempts = 5;

/** What was killed may hold its port or its memory for a moment longer. */
async function startedAgain<Started>(start: () => Promise<Started>): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt === attempts) throw error;
      await sleep(300);
    }
  }
}
