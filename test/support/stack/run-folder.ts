import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sharedFolder } from '../../../embedded/toolchain/postgres-binaries.ts';
import {
  endProcess,
  identifyProcess,
  isRunning,
} from '../../../embedded/toolchain/process-identity.ts';
import { readClaim } from '../../../embedded/toolchain/server-claim.ts';

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
  writeFileSync(join(path, 'owner'), identifyProcess(process.pid)?.started ?? '');
  return runFolder(path);
}

/** Removes the folder; to be called after the servers have stopped. */
export function removeRunFolder(folder: RunFolder): void {
  rmSync(folder.path, { recursive: true, force: true });
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
    const owner = join(folder.path, 'owner');
    if (!existsSync(owner)) continue;
    const identity = { pid: Number.parseInt(name, 10), started: readFileSync(owner, 'utf8') };
    if (isRunning(identity)) continue;
    for (const claimFile of [join(folder.postgres, 'running.json'), folder.temporalState]) {
      const claim = readClaim(claimFile);
      if (claim !== undefined) await endProcess(claim.server, ['SIGINT', 'SIGKILL'], 10_000);
    }
    removeRunFolder(folder);
  }
}
