import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { StepFailure } from '../activities/ports/failures.ts';
import type { Database, Db } from './database.ts';

const connectTimeoutMs = 3_000;
const statementTimeoutMs = 10_000;

// Positions and sequence numbers are integers; counts come as bigint and fit a number here.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A pool with bounds: a database that hangs must not hang what waits for it. */
export function connect(databaseUrl: string): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'tidegate',
  });
  // A connection that breaks while idle is replaced by the pool; there is nobody to tell.
  pool.on('error', () => {});
  return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool };
}

/** Runs a query; trouble with the connection becomes a failure that is retried for as long as it lasts. */
export async function reaching<Result>(query: () => Promise<Result>): Promise<Result> {
  try {
    return await query();
  } catch (error) {
    if (!isConnectionTrouble(error)) throw error;
    throw new StepFailure(
      'retry',
      'records/unavailable',
      `PostgreSQL does not answer: ${error instanceof Error ? error.message : String(error)}`,
      'Bring PostgreSQL back; everything goes on by itself then.',
    );
  }
}

/** Classes of SQLSTATE that speak of the connection or the server, not of the query. */
const troubleClasses = ['08', '53', '57', '58'];
const troubleCodes = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE', 'EAI_AGAIN'];

export function isConnectionTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (troubleCodes.includes(code) || troubleClasses.includes(code.slice(0, 2))) return true;
  return /connection|timeout exceeded|terminat/i.test(error.message) && code === '';
}
