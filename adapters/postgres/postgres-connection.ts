import pg from 'pg';

/** The role that owns the embedded cluster. */
export const postgresRole = 'tidegate';

const database = 'tidegate';

/** Whether the server on this loopback port lets us in and answers a query. */
export async function answers(port: number, password: string): Promise<boolean> {
  const client = maintenanceClient(port, password);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the database `tidegate` unless it is there; returns its address. */
export async function ensureDatabase(port: number, password: string): Promise<string> {
  const client = maintenanceClient(port, password);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
  return `postgresql://${postgresRole}:${password}@127.0.0.1:${port}/${database}`;
}

function maintenanceClient(port: number, password: string): pg.Client {
  return new pg.Client({
    host: '127.0.0.1',
    port,
    user: postgresRole,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2000,
  });
}
