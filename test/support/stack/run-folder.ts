import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { sharedFolder } from '../../../adapters/postgres/postgres-binaries.ts';
import { endProcess } from '../../../adapters/processes/end-process.ts';
import { identify, isRunning } from '../../../adapters/processes/identity.ts';
import { readClaim } from '../../../adapters/processes/server-claim.ts';

/** The files of one test run's servers. */
export interface RunFolder {
  readonly path: string;
  readonly postgres: string;
  readonly temporalState: string;
}

/**
 * A new folder for the servers of this test run. As root it lies where PostgreSQL's user may
 * enter. What test runs that were killed have left, servers included, is removed on the way.
 */
export async function makeRunFolder(): Promise<RunFolder> {
  const parent =
    process.getuid?.() === 0
      ? join(sharedFolder, 'tests')
      : join(tmpdir(), `tidegate-tests-${userInfo().username}`);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  await removeAbandoned(parent);
  const path = join(parent, `${process.pid}-${Date.now()}`);
  mkdirSync(path, { mode: 0o755 });
  writeFileSync(join(path, 'owner'), identify(process.pid)?.started ?? '');
  return runFolder(path);
}

/** Removes the folder; to be called after the servers have stopped. */
export function removeRunFolder(folder: RunFolder): void {
  rmSync(folder.path, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
}

function runFolder(path: string): RunFolder {
  return {
    path,
    postgres: join(path, 'postgres'),
    temporalState: join(path, 'temporal.running.json'),
  };
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const folder = runFolder(join(parent, name));
    try {
      if (!isAbandoned(folder.path)) continue;
      await endServers(folder.path);
      removeRunFolder(folder);
    } catch {
      // Another run may be at the same folder, or what was killed still ends: the next run tries.
    }
  }
}

function isAbandoned(path: string): boolean {
  const owner = join(path, 'owner');
  // Without an owner it is just being made, or its removal was cut off.
  if (!existsSync(owner)) return Date.now() - statSync(path).mtimeMs > 60_000;
  const pid = Number.parseInt(basename(path), 10);
  return !isRunning({ pid, started: readFileSync(owner, 'utf8') });
}

// Those that all tests shared, and those that a test had started within the folder.
async function endServers(path: string): Promise<void> {
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('running.json')) continue;
    const claim = readClaim(join(path, name));
    if (claim !== undefined) await endProcess(claim.server, ['SIGINT', 'SIGKILL'], 10_000);
  }
}
