import { join } from 'node:path';
import { startPostgres } from '../../../adapters/postgres/start-postgres.ts';
import { writeClaim } from '../../../adapters/processes/server-claim.ts';
import { searchAttributes } from '../../../embedded/toolchain/search-attributes.ts';
import { startTemporal } from '../../../embedded/toolchain/start-temporal.ts';
import { makeRunFolder, removeRunFolder } from './run-folder.ts';
import { keepStack, stopStack } from './running-stack.ts';

/**
 * Starts the PostgreSQL and the Temporal dev server that all tests of the project `stack` share,
 * both on free loopback ports and without anything kept, and tells their addresses to the tests.
 */
export default async function globalSetup(): Promise<void> {
  const folder = await makeRunFolder();
  const results = await Promise.allSettled([
    startPostgres({ dataDir: folder.postgres, throwAway: true }),
    startTemporal({
      searchAttributes,
      logFile: join(folder.path, 'temporal.log'),
      say: (line) => process.stderr.write(`${line}\n`),
    }),
  ]);
  const servers = results.flatMap((result) => ('value' in result ? [result.value] : []));
  keepStack(servers, () => removeRunFolder(folder));
  const [postgres, temporal] = results;
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    // Jest does not tear down what it could not set up.
    await stopStack();
    throw results.find((result) => result.status === 'rejected')?.reason;
  }
  // The next run finds the server by this note, should this run be killed.
  writeClaim(folder.temporalState, temporal.value.pid);
  process.env.TIDEGATE_TEST_FOLDER = folder.path;
  process.env.TIDEGATE_TEST_DATABASE_URL = postgres.value.url;
  process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS = temporal.value.address;
  process.env.TIDEGATE_TEST_TEMPORAL_UI = temporal.value.uiAddress ?? '';
}
