import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endProcess } from '../processes/end-process.ts';
import { findFreePort } from '../processes/free-port.ts';
import { identify } from '../processes/identity.ts';
import { dropClaim, takeOver, writeClaim } from '../processes/server-claim.ts';
import {
  type ServerCommand,
  type ServerProcess,
  startServerProcess,
  waitUntilReady,
} from '../processes/server-process.ts';
import { initialisePostgres, type PostgresFolder } from './initialise-postgres.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { answers, ensureDatabase } from './postgres-connection.ts';
import { findPostgresUser, type ServerUser } from './postgres-user.ts';
import { clearStaleLock } from './stale-postgres-lock.ts';

/** What a PostgreSQL of one's own is started with. */
export interface PostgresOptions {
  /**
   * The folder that holds the cluster, its password and its log. Made when it is missing. As
   * root, the user `postgres` must be able to enter its parent.
   */
  readonly dataDir: string;
  /** The loopback port; a free one when not given. */
  readonly port?: number;
  /** Default: `postgres.log` in `dataDir`. */
  readonly logFile?: string;
  /** Data need not survive a crash of the machine: faster, for tests alone. */
  readonly throwAway?: boolean;
}

/** A running PostgreSQL. */
export interface StartedPostgres {
  /** The address of the database `tidegate`, with user and password. */
  readonly url: string;
  readonly pid: number;
  /** Stops it and waits until it has ended. Stopping twice is harmless. */
  stop(): Promise<void>;
}

// SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
const stopSignals = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

/**
 * Starts the real PostgreSQL that npm brought, on 127.0.0.1 alone, with password. The first start
 * initialises the cluster, later ones use it again.
 *
 * @throws when the folder is in use, cannot be entered, or the server does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<StartedPostgres> {
  const folder = prepareFolder(resolve(options.dataDir));
  await takeOver(folder.claim, `The PostgreSQL data in ${folder.root}`, stopSignals);
  const serverUser = findPostgresUser();
  const binaries = findPostgresBinaries(serverUser);
  const password = ensurePassword(folder);
  await initialisePostgres({
    folder,
    binaries,
    serverUser,
    password,
    throwAway: options.throwAway,
  });
  clearStaleLock(folder.cluster);
  const { server, port } = await launch(options, folder, binaries, serverUser, password);
  const url = await ensureDatabase(port, password);
  return {
    url,
    pid: server.pid,
    stop: () => stop(server, folder),
  };
}

function prepareFolder(root: string): PostgresFolder {
  mkdirSync(root, { recursive: true });
  // PostgreSQL's user has to come through; what is private in here has a mode of its own.
  chmodSync(root, 0o711);
  return {
    root,
    cluster: join(root, 'cluster'),
    password: join(root, 'password'),
    claim: join(root, 'running.json'),
  };
}

function ensurePassword(folder: PostgresFolder): string {
  if (!existsSync(folder.password)) {
    if (existsSync(folder.cluster)) {
      throw new Error(
        `The password of the PostgreSQL data in ${folder.root} is gone (${folder.password}). ` +
          'Put the file back, or remove the whole folder to begin anew without its data.',
      );
    }
    writeFileSync(folder.password, randomBytes(24).toString('hex'), { mode: 0o600 });
  }
  return readFileSync(folder.password, 'utf8').trim();
}

async function launch(
  options: PostgresOptions,
  folder: PostgresFolder,
  binaries: PostgresBinaries,
  serverUser: ServerUser | undefined,
  password: string,
): Promise<{ server: ServerProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    const command = serverCommand(options, folder, binaries, serverUser, port);
    const server = await startServerProcess(command);
    writeClaim(folder.claim, server.pid);
    try {
      await waitUntilReady(server, command, () => answers(port, password));
      return { server, port };
    } catch (error) {
      await stop(server, folder);
      // Somebody may have taken the free port in between; a port that was asked for stays.
      if (options.port !== undefined || attempt === 3) throw error;
    }
  }
}

function serverCommand(
  options: PostgresOptions,
  folder: PostgresFolder,
  binaries: PostgresBinaries,
  serverUser: ServerUser | undefined,
  port: number,
): ServerCommand {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    // No socket file: the loopback port with its password is the only door.
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.throwAway && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return {
    name: 'PostgreSQL',
    executable: binaries.postgres,
    args: [
      '-D',
      folder.cluster,
      ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    logFile: options.logFile ?? join(folder.root, 'postgres.log'),
    cwd: folder.cluster,
    user: serverUser,
  };
}

async function stop(server: ServerProcess, folder: PostgresFolder): Promise<void> {
  const identity = identify(server.pid);
  if (identity !== null && server.ended() === undefined) {
    await endProcess(identity, stopSignals, 10_000);
  }
  dropClaim(folder.claim);
}
