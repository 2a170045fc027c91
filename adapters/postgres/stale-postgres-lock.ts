import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf } from '../processes/end-process.ts';
import { identify } from '../processes/identity.ts';

/**
 * Removes a `postmaster.pid` that a killed PostgreSQL left. PostgreSQL does so itself, unless the
 * process id in it has been given to another process, as happens when a container starts again.
 *
 * @throws when the process of that id is a PostgreSQL over this very folder.
 */
export function clearStaleLock(cluster: string): void {
  const lockFile = join(cluster, 'postmaster.pid');
  const pid = readPid(lockFile);
  if (pid === undefined) return;
  if (pid > 0 && identify(pid) !== null && commandLineOf(pid).includes(cluster)) {
    throw new Error(
      `A PostgreSQL that was not started here (process id ${pid}) uses ${cluster}. Stop it ` +
        `(kill -INT ${pid}) and start again.`,
    );
  }
  rmSync(lockFile, { force: true });
}

function readPid(lockFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) ? pid : 0;
  } catch {
    return undefined;
  }
}
