import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PostgresBinaries, sharedFolder } from './postgres-binaries.ts';
import { postgresRole } from './postgres-connection.ts';
import type { ServerUser } from './postgres-user.ts';

const run = promisify(execFile);

/** The files and folders of one PostgreSQL of ours. */
export interface PostgresFolder {
  readonly root: string;
  /** What PostgreSQL itself writes. */
  readonly cluster: string;
  readonly password: string;
  readonly claim: string;
}

/** What a cluster is initialised from. */
export interface ClusterSetup {
  readonly folder: PostgresFolder;
  readonly binaries: PostgresBinaries;
  readonly serverUser: ServerUser | undefined;
  readonly password: string;
  readonly throwAway: boolean | undefined;
}

/**
 * Initialises the cluster unless that has been done. It is made beside its place and moved there
 * when complete, so that an interruption leaves no half cluster.
 *
 * @throws when initialising fails, or the cluster is of another major version of PostgreSQL.
 */
export async function initialisePostgres(setup: ClusterSetup): Promise<void> {
  const { folder, binaries } = setup;
  if (existsSync(folder.cluster)) return checkVersion(folder, binaries);
  const unfinished = join(folder.root, 'unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const passwordFile = join(unfinished, 'password');
  writeFileSync(passwordFile, setup.password, { mode: 0o600 });
  if (setup.serverUser !== undefined) {
    for (const path of [unfinished, passwordFile]) {
      chownSync(path, setup.serverUser.uid, setup.serverUser.gid);
    }
  }
  await runInitdb(setup, unfinished, passwordFile);
  renameSync(join(unfinished, 'cluster'), folder.cluster);
  rmSync(unfinished, { recursive: true });
}

async function runInitdb(
  setup: ClusterSetup,
  unfinished: string,
  passwordFile: string,
): Promise<void> {
  const args = [
    `--pgdata=${join(unfinished, 'cluster')}`,
    `--username=${postgresRole}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // The same order of texts on every machine, whatever locales it has.
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(setup.throwAway ? ['--no-sync'] : []),
  ];
  try {
    await run(setup.binaries.initdb, args, { cwd: '/', ...setup.serverUser });
  } catch (cause) {
    throw notInitialised(setup, cause);
  }
}

function notInitialised(setup: ClusterSetup, cause: unknown): Error {
  const said = cause instanceof Error ? cause.message : String(cause);
  const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  const reason = stderr === '' ? said : stderr;
  const remedy =
    setup.serverUser === undefined
      ? 'See that the disk has space and the folder is writable.'
      : 'As root, PostgreSQL runs as the user "postgres", who must be able to enter every ' +
        `folder on the way: use one below ${sharedFolder}.`;
  const message = `PostgreSQL could not initialise ${setup.folder.root}: ${reason}. ${remedy}`;
  return new Error(message, { cause });
}

function checkVersion(folder: PostgresFolder, binaries: PostgresBinaries): void {
  const major = readFileSync(join(folder.cluster, 'PG_VERSION'), 'utf8').trim();
  if (major === binaries.major) return;
  throw new Error(
    `The data in ${folder.root} was written by PostgreSQL ${major}, this is ${binaries.major}. ` +
      'Dump and restore it with the older version, or remove the folder to begin anew.',
  );
}
