import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresFolder } from '../adapters/postgres/postgres-folder.ts';
import { startPostgres } from '../adapters/postgres/start-postgres.ts';
import { searchAttributes } from '../embedded/toolchain/search-attributes.ts';
import { startTemporal } from '../embedded/toolchain/start-temporal.ts';

export type BenchServers = {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  stop(): Promise<void>;
};

/** One PostgreSQL and one Temporal for both sides of every comparison, of which nothing stays. */
export async function startServers(): Promise<BenchServers> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  const dataDir = postgresFolder(folder);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const postgres = await startPostgres({ dataDir });
  const logFile = join(folder, 'temporal.log');
  const temporal = await startTemporal({ searchAttributes, uiPort: null, logFile, say });
  return {
    folder,
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    async stop() {
      await temporal.stop();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
