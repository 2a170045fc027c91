import pg from 'pg';
import { planDown, planUp, stateOf } from './plan-migrations.mjs';

// Orders are taken while this runs. It gives up its place in the queue for a lock rather than
// make everybody behind it wait.
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;

const RECORD = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    version    text        PRIMARY KEY,
    name       text        NOT NULL,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`;

/** Calls `work` with a connection that gives up on long waits, and closes it. */
export async function withDatabase(connectionString, work) {
  const client = new pg.Client({
    connectionString,
    application_name: 'storefront-schema',
    connectionTimeoutMillis: 5_000,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  });
  // A connection that breaks fails the query that waits on it. Nobody needs to hear it twice.
  client.on('error', () => {});
  await client.connect().catch((error) => {
    throw new Error(`The database at DATABASE_URL cannot be reached: ${error.message}`);
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Where the database stands. Changes nothing, not even in a database without any migration. */
export async function status(client, migrations) {
  const { rows } = await client.query("SELECT to_regclass('schema_migrations') AS record");
  const applied = rows[0].record ? await readApplied(client) : [];
  planUp(migrations, applied);
  return { ...stateOf(migrations, applied), changed: false };
}

/** Applies what is pending. */
export function up(client, migrations) {
  return change(client, migrations, async (applied) => {
    const steps = planUp(migrations, applied);
    for (const { version, name, up: sql, sha256 } of steps) {
      const record = 'INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, $3)';
      await inTransaction(client, name, sql, record, [version, name, sha256]);
    }
    return steps.length > 0;
  });
}

/** Takes back everything newer than the version `target`. */
export function down(client, migrations, target) {
  return change(client, migrations, async (applied) => {
    const steps = planDown(migrations, applied, target);
    for (const { version, name, down: sql } of steps) {
      const record = 'DELETE FROM schema_migrations WHERE version = $1';
      await inTransaction(client, name, sql, record, [version]);
    }
    return steps.length > 0;
  });
}

/** Runs `act` alone: the lock belongs to the connection and ends with it. */
async function change(client, migrations, act) {
  await takeLock(client);
  await client.query(RECORD);
  const changed = await act(await readApplied(client));
  return { ...stateOf(migrations, await readApplied(client)), changed };
}

async function takeLock(client) {
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('storefront.schema_migrations'))");
  } catch (error) {
    const advice = 'Another migration of this database is probably still running. Try again later';
    throw new Error(`${advice}: ${error.message}`, { cause: error });
  }
}

async function readApplied(client) {
  const query = 'SELECT version, name, sha256 FROM schema_migrations ORDER BY version';
  return (await client.query(query)).rows;
}

async function inTransaction(client, name, sql, record, values) {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(record, values);
    await client.query('COMMIT');
  } catch (error) {
    const outcome = await client.query('ROLLBACK').then(
      () => 'was not run, nothing of it remains',
      () => 'broke off with the connection, ask for the status',
    );
    throw new Error(`${name} ${outcome}: ${error.message}`, { cause: error });
  }
}
