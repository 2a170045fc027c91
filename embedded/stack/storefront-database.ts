import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { postgresFolder } from '../../adapters/postgres/postgres-folder.ts';
import { startPostgres } from '../../adapters/postgres/start-postgres.ts';
import { endProcess } from '../../adapters/processes/end-process.ts';
import { identify, isRunning, type ProcessIdentity } from '../../adapters/processes/identity.ts';
import type { StateFolder } from './state-folder.ts';

type Kept = { readonly url: string; readonly identity: ProcessIdentity };

const environments = ['dev', 'staging', 'production'];

/**
 * The storefront's own PostgreSQL. It belongs to what is deployed, not to Tidegate: it runs on when
 * Tidegate stops, is found again by the next start, and ends with `npm run down`.
 */
export async function ensureStorefrontDatabase(state: StateFolder): Promise<void> {
  const file = keptFile(state);
  const kept = readKept(file);
  if (kept !== null && isRunning(kept.identity)) return;
  const port = kept === null ? undefined : Number(new URL(kept.url).port);
  const postgres = await startPostgres({
    dataDir: postgresFolder(state.storefront),
    ...(port === undefined ? {} : { port }),
  });
  const identity = identify(postgres.pid);
  if (identity === null) throw new Error('The storefront’s PostgreSQL ended at once.');
  writeFileSync(file, JSON.stringify({ url: postgres.url, identity }), { mode: 0o600 });
  const urls = await createDatabases(postgres.url);
  writeFileSync(state.databases, JSON.stringify(urls, null, 2), { mode: 0o600 });
}

/** Stops it, if it runs. Its data stay. */
export async function stopStorefrontDatabase(state: StateFolder): Promise<boolean> {
  const file = keptFile(state);
  const kept = readKept(file);
  if (kept === null || !isRunning(kept.identity)) return false;
  await endProcess(kept.identity, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 10_000);
  rmSync(join(postgresFolder(state.storefront), 'running.json'), { force: true });
  return true;
}

async function createDatabases(url: string): Promise<Record<string, Record<string, string>>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const urls: Record<string, Record<string, string>> = {};
    for (const environment of environments) {
      const name = `storefront_${environment}`;
      const known = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (known.rowCount === 0) await client.query(`create database ${name}`);
      const own = new URL(url);
      own.pathname = `/${name}`;
      urls[environment] = { storefront: own.href };
    }
    return urls;
  } finally {
    await client.end();
  }
}

function keptFile(state: StateFolder): string {
  return join(state.storefront, 'database.json');
}

function readKept(file: string): Kept | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : null;
}
