import { fileURLToPath } from 'node:url';
import { postgresFolder } from '../../adapters/postgres/postgres-folder.ts';
import { startPostgres } from '../../adapters/postgres/start-postgres.ts';
import type { Example } from '../example/example.ts';
import { searchAttributes } from '../toolchain/search-attributes.ts';
import { startTemporal } from '../toolchain/start-temporal.ts';
import { rememberedPort } from './remembered-ports.ts';
import { startService } from './service-process.ts';
import { startRehearsals } from './start-rehearsals.ts';
import type { StateFolder } from './state-folder.ts';

/** What people use once everything runs. */
export type Stack = {
  readonly api: string;
  readonly temporalAddress: string;
  /** Null when a Temporal server of somebody else is used. */
  readonly temporalUi: string | null;
  readonly databaseUrl: string;
  /** Stops Tidegate and its servers, in the reverse order. What was deployed runs on. */
  stop(): Promise<void>;
};

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts Temporal, PostgreSQL, the worker and the API, each on loopback, each with its log in the
 * state folder, with the files of the example applied when nothing is yet.
 */
export async function startStack(
  state: StateFolder,
  example: Example,
  say: (line: string) => void,
): Promise<Stack> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const service of started.toReversed()) await service.stop();
    started.length = 0;
  };
  try {
    await example.prepare(state, say);
    const servers = await startServers(state, say, started);
    const port = await rememberedPort(state.ports, 'api', 7070);
    const api = `http://127.0.0.1:${port}`;
    const workerPort = await rememberedPort(state.ports, 'worker', 7071);
    const env = {
      ...environmentOf(state, servers, port, workerPort),
      TIDEGATE_SEED_DIR: example.folder,
    };
    const service = { logs: state.logs, cwd: projectRoot, env };
    // The API comes first: it migrates the records and makes the key that the worker verifies with.
    say('Starting the API …');
    const readyUrl = `${api}/readyz`;
    started.push(await startService({ ...service, name: 'api', file: 'api/main.ts', readyUrl }));
    say('Starting the worker …');
    const workerReady = `http://127.0.0.1:${workerPort}/readyz`;
    started.push(
      await startService({
        ...service,
        name: 'worker',
        file: 'workers/main.ts',
        readyUrl: workerReady,
      }),
    );
    started.push(await hostRehearsals(state, servers, say));
    return { api, ...servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** It gets the address of Temporal and nothing else of what is real. */
async function hostRehearsals(
  state: StateFolder,
  { temporalAddress }: Servers,
  say: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const port = await rememberedPort(state.ports, 'rehearsals', 7072);
  const env = { TEMPORAL_ADDRESS: temporalAddress, TIDEGATE_REHEARSALS_PORT: String(port) };
  const readyUrl = `http://127.0.0.1:${port}/readyz`;
  return startRehearsals({ logs: state.logs, cwd: projectRoot, env, readyUrl }, say);
}

type Servers = Pick<Stack, 'temporalAddress' | 'temporalUi' | 'databaseUrl'>;

async function startServers(
  state: StateFolder,
  say: (line: string) => void,
  started: { stop(): Promise<void> }[],
): Promise<Servers> {
  say('Starting PostgreSQL …');
  let databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl === undefined) {
    const postgres = await startPostgres({ dataDir: postgresFolder(state.root) });
    started.push(postgres);
    databaseUrl = postgres.url;
  }
  const given = process.env['TEMPORAL_ADDRESS'];
  if (given !== undefined) return { databaseUrl, temporalAddress: given, temporalUi: null };
  say('Starting Temporal …');
  const temporal = await startTemporal({
    stateFile: state.temporalFile,
    port: await rememberedPort(state.ports, 'temporal', 7233),
    uiPort: await rememberedPort(state.ports, 'temporalUi', 8233),
    searchAttributes,
    logFile: `${state.logs}/temporal.log`,
    say,
  });
  started.push(temporal);
  return { databaseUrl, temporalAddress: temporal.address, temporalUi: temporal.uiAddress };
}

function environmentOf(
  state: StateFolder,
  servers: Servers,
  port: number,
  workerPort: number,
): Record<string, string> {
  return {
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TIDEGATE_MODE: 'embedded',
    TIDEGATE_PORT: String(port),
    TIDEGATE_WORKER_PORT: String(workerPort),
    TIDEGATE_STATE_DIR: state.root,
    TIDEGATE_KEYS_DIR: state.keys,
    TIDEGATE_EVIDENCE_DIR: state.evidence,
    TIDEGATE_KEY_RING: state.keyRing,
    TIDEGATE_DATABASES: state.databases,
    ...(servers.temporalUi === null ? {} : { TIDEGATE_TEMPORAL_UI: servers.temporalUi }),
  };
}
