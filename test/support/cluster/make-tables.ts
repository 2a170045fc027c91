import { join } from 'node:path';
import { runProgram } from '../../../embedded/toolchain/run-program.ts';
import { query } from '../journey/ledger-rows.ts';
import type { TemporalServer } from './find-server.ts';

/** Databases of Temporal beside Tidegate's own, and which description each follows. */
const databases = [
  { name: 'temporal', described: 'temporal' },
  { name: 'temporal_visibility', described: 'visibility' },
] as const;

/** Makes Temporal's two databases with its own tool, as its operators do. */
export async function makeTables(
  { sqlTool, schema }: TemporalServer,
  databaseUrl: string,
): Promise<void> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const server = ['--ep', hostname, '-p', port, '-u', username, '--pw', password];
  for (const { name, described } of databases) {
    await query(databaseUrl, `create database ${name}`);
    const at = ['--plugin', 'postgres12', ...server, '--db', name];
    await runProgram(sqlTool, [...at, 'setup-schema', '-v', '0.0']);
    const versions = join(schema, described, 'versioned');
    await runProgram(sqlTool, [...at, 'update-schema', '-d', versions]);
  }
}
