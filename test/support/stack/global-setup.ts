import { join } from 'node:path';
import { searchAttributes } from '../../../embedded/toolchain/search-attributes.ts';
import { writeClaim } from '../../../embedded/toolchain/server-claim.ts';
import { startPostgres } from '../../../embedded/toolchain/start-postgres.ts';
import { startTemporal } from '../../../embedded/toolchain/start-temporal.ts';
import { makeRunFolder, removeRunFolder } from './run-folder.ts';
import { keepStack } from './running-stack.ts';

/**
 * Starts the PostgreSQL and the Temporal dev server that all tests of the project `stack` share,
 * both on free loopback ports and without anything kept, and tells their addresses to the tests.
 */
export default async function globalSetup(): Promise<void> {
  const folder = await makeRunFolder();
  const [postgres, temporal] = await Promise.all([
    startPostgres({ dataDir: folder.postgres, throwAway: true }),
    startTemporal({
      searchAttributes,
      uiPort: null,
      logFile: join(folder.path, 'temporal.log'),
      say: (line) => process.stderr.write(`${line}\n`),
    }),
  ]);
  // The next run finds the server by this note, should this run be killed.
  writeClaim(folder.temporalState, temporal.pid);
  process.env.TIDEGATE_TEST_DATABASE_URL = postgres.url;
  process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS = temporal.address;
  keepStack([postgres, temporal], () => removeRunFolder(folder));
}
