import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { endProcess } from '../../adapters/processes/end-process.ts';
import { findFreePort, isPortOpen } from '../../adapters/processes/free-port.ts';
import { identify } from '../../adapters/processes/identity.ts';
import { dropClaim, takeOver, writeClaim } from '../../adapters/processes/server-claim.ts';
import {
  type ServerCommand,
  type ServerProcess,
  startServerProcess,
  waitUntilReady,
} from '../../adapters/processes/server-process.ts';
import { findTemporalCli } from './temporal-cli.ts';

/** What a Temporal dev server is started with. */
export interface TemporalOptions {
  /** The SQLite file that keeps all workflows; without one they live in memory. */
  readonly stateFile?: string;
  /** The loopback port of the gRPC service; a free one when not given. */
  readonly port?: number;
  /** The port of the web UI; a free one when not given, no UI when null. */
  readonly uiPort?: number | null;
  /** Names of search attributes, all of type Keyword. */
  readonly searchAttributes: readonly string[];
  /** Default: `default`. */
  readonly namespace?: string;
  readonly logFile: string;
  /** Further dynamic configuration; values in JSON's notation. */
  readonly dynamicConfig?: Readonly<Record<string, string | number | boolean>>;
  /** Prints progress while the server has to be built first. */
  readonly say?: (line: string) => void;
}

/** A running Temporal dev server. */
export interface StartedTemporal {
  /** host:port of the gRPC service. */
  readonly address: string;
  /** The URL of the web UI; null when there is none. */
  readonly uiAddress: string | null;
  readonly pid: number;
  /** Stops it and waits until it has ended. Stopping twice is harmless. */
  stop(): Promise<void>;
}

const stopSignals = ['SIGTERM', 'SIGKILL'] as const;

/**
 * Starts the Temporal dev server on 127.0.0.1 and waits until its namespace answers.
 *
 * @throws when no server is to be had, the state file is in use, or it does not come up.
 */
export async function startTemporal(options: TemporalOptions): Promise<StartedTemporal> {
  const claimFile = options.stateFile && `${resolve(options.stateFile)}.running.json`;
  if (claimFile) {
    mkdirSync(dirname(claimFile), { recursive: true });
    await takeOver(claimFile, `The Temporal state in ${options.stateFile}`, stopSignals);
  }
  for (const port of [options.port, options.uiPort]) await refuseTakenPort(port);
  const executable = await findTemporalCli(options.say ?? (() => undefined));
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    const uiPort = options.uiPort === undefined ? await findFreePort() : options.uiPort;
    const command = serverCommand(options, executable, port, uiPort);
    const server = await startServerProcess(command);
    if (claimFile) writeClaim(claimFile, server.pid);
    const stop = (): Promise<void> => stopServer(server, claimFile);
    const address = `127.0.0.1:${port}`;
    try {
      await waitUntilReady(server, command, () => answers(port, namespaceOf(options)));
      const uiAddress = uiPort === null ? null : `http://127.0.0.1:${uiPort}`;
      return { address, uiAddress, pid: server.pid, stop };
    } catch (error) {
      await stop();
      // Somebody may have taken a free port in between; ports that were asked for stay.
      if (options.port !== undefined || options.uiPort || attempt === 3) throw error;
    }
  }
}

// With a foreign Temporal server on the port, its answers would pass for those of ours.
async function refuseTakenPort(port: number | null | undefined): Promise<void> {
  if (typeof port !== 'number' || !(await isPortOpen(port))) return;
  throw new Error(
    `The Temporal dev server cannot listen on 127.0.0.1:${port}: the port is already in use. ` +
      'Stop what listens there, or choose another port.',
  );
}

function serverCommand(
  options: TemporalOptions,
  executable: string,
  port: number,
  uiPort: number | null,
): ServerCommand {
  const dynamicConfig = {
    // At the default of 20 a second the dev server crawls.
    'history.transferProcessorMaxPollRPS': 2000,
    ...options.dynamicConfig,
  };
  const ui = uiPort === null ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', `${uiPort}`];
  const state = options.stateFile ? ['--db-filename', resolve(options.stateFile)] : [];
  return {
    name: 'The Temporal dev server',
    executable,
    args: [
      'server',
      'start-dev',
      '--ip=127.0.0.1',
      `--port=${port}`,
      ...ui,
      ...state,
      `--namespace=${namespaceOf(options)}`,
      '--log-level=warn',
      ...Object.entries(dynamicConfig).flatMap(([key, value]) => [
        '--dynamic-config-value',
        `${key}=${JSON.stringify(value)}`,
      ]),
      ...options.searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ],
    logFile: options.logFile,
    cwd: tmpdir(),
  };
}

function namespaceOf(options: TemporalOptions): string {
  return options.namespace ?? 'default';
}

async function answers(port: number, namespace: string): Promise<boolean> {
  // A gRPC client that finds the port closed waits for a second before it looks again.
  if (!(await isPortOpen(port))) return false;
  const address = `127.0.0.1:${port}`;
  const connection = Connection.lazy({ address, connectTimeout: 1000 });
  try {
    const deadline = Date.now() + 1000;
    await connection.withDeadline(deadline, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

async function stopServer(server: ServerProcess, claimFile: string | undefined): Promise<void> {
  const identity = identify(server.pid);
  if (identity !== null && server.ended() === undefined) {
    await endProcess(identity, stopSignals, 5000);
  }
  if (claimFile) dropClaim(claimFile);
}
