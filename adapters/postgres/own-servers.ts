import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ThrowAwayDatabases } from '../../activities/ports/databases.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import { endProcess } from '../processes/end-process.ts';
import { isRunning } from '../processes/identity.ts';
import { readClaim } from '../processes/server-claim.ts';
import { messageOf } from '../system-error.ts';
import { serverVersion } from './databases-on.ts';
import { postgresFolder } from './postgres-folder.ts';
import { type StartedPostgres, startPostgres } from './start-postgres.ts';
import { createDatabase } from './throw-away-database.ts';

/** A server that was not noted within this time was never started. */
const notedWithinMs = 10 * 60_000;

/**
 * A PostgreSQL of its own for each piece of work, on a free loopback port, in a folder below `root`
 * (or, as root, where PostgreSQL's user can enter). It is stopped by its process id and its folder
 * removed, however the work ends; what a killed process left is removed before the next one starts.
 */
export function createOwnServers({ root }: { readonly root: string }): ThrowAwayDatabases {
  return {
    async use(work) {
      mkdirSync(root, { recursive: true });
      await removeLeftBehind(root);
      const place = join(root, randomUUID());
      try {
        const server = await start(place);
        try {
          return await work({
            version: await serverVersion(server.url),
            create: () => createDatabase(server.url),
          });
        } finally {
          await server.stop();
        }
      } finally {
        remove(place);
      }
    },
  };
}

async function start(place: string): Promise<StartedPostgres> {
  mkdirSync(place);
  try {
    return await startPostgres({ dataDir: postgresFolder(place), throwAway: true });
  } catch (error) {
    throw new StepFailure(
      'retry',
      'databases/none',
      `No PostgreSQL can be started to try things out on: ${messageOf(error)}`,
      'Or name one in TIDEGATE_REHEARSAL_DATABASE_URL whose user may create databases.',
    );
  }
}

async function removeLeftBehind(root: string): Promise<void> {
  for (const name of readdirSync(root)) {
    const place = join(root, name);
    const claim = readClaim(join(postgresFolder(place), 'running.json'));
    if (claim === undefined) {
      if (Date.now() - statSync(place).mtimeMs > notedWithinMs) remove(place);
      continue;
    }
    if (isRunning(claim.owner)) continue;
    await endProcess(claim.server, ['SIGQUIT', 'SIGKILL'], 10_000);
    remove(place);
  }
}

function remove(place: string): void {
  // The folder may lie elsewhere under a name made from the place, so the place goes last.
  rmSync(postgresFolder(place), { recursive: true, force: true, maxRetries: 3 });
  rmSync(place, { recursive: true, force: true, maxRetries: 3 });
}
