import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { StepFailure } from '../activities/ports/failures.ts';
import type { Database, Db } from './database.ts';

const connectTimeoutMs = 3_000;
const statementTimeoutMs = 10_000;
/** Longer than any single statement may take: beyond it the server or the way to it hangs. */
const answerTimeoutMs = 15_000;
/**
 * For tasks of many statements, such as verifying a whole ledger; each statement has its own bound.
 */
export const longTaskMs = 600_000;
/** A process that was stopped in mid-transaction must not hold the end of a chain for ever. */
const idleInTransactionTimeoutMs = 10_000;

/**
 * A pool with bounds: a database that hangs must not hang what waits for it. Migrations alone may
 * run statements for as long as they take (0).
 */
export function connect(
  databaseUrl: string,
  statementMs: number = statementTimeoutMs,
): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    keepAlive: true,
    application_name: 'tidegate',
  });
  // A connection that breaks while idle is replaced by the pool; there is nobody to tell.
  pool.on('error', () => {});
  // One that breaks in use fails its query. Without a listener its event would end the process as
  // well.
  pool.on('connect', (client) => client.on('error', () => {}));
  return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool };
}

/**
 * Runs a query; trouble with the connection, and silence for `withinMs`, become a failure that is
 * retried for as long as it lasts. What was silent may still happen: every query of the records can
 * be repeated.
 */
export async function reaching<Result>(
  query: () => Promise<Result>,
  withinMs: number = answerTimeoutMs,
): Promise<Result> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(unavailable(`no answer in ${withinMs} ms.`)), withinMs);
  try {
    return await Promise.race([query(), silence]);
  } catch (error) {
    throw isConnectionTrouble(error) ? unavailable(reasonOf(error)) : error;
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(reason: string): StepFailure {
  return new StepFailure(
    'retry',
    'records/unavailable',
    `PostgreSQL does not answer: ${reason}`,
    'Bring PostgreSQL back; everything goes on by itself then.',
  );
}

/**
 * Where a name has several addresses, Node's error has an error for each and no message of its own.
 */
function reasonOf(failure: Failure): string {
  const each = 'errors' in failure && Array.isArray(failure.errors) ? failure.errors : [failure];
  return each.map((one) => (isFailure(one) ? one.message : String(one))).join('; ');
}

type Failure = { readonly message: string };

/**
 * Asks for the shape, because `instanceof` does not know errors of another realm, such as those of
 * a test's host.
 */
function isFailure(error: unknown): error is Failure {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    typeof error.message === 'string'
  );
}

/**
 * Classes of SQLSTATE that speak of the connection, the server's resources, an operator's hand, or
 * of another transaction that was in the way: not of the query.
 */
const troubleClasses = ['08', '40', '53', '57', '58'];
/** Lock not available, and a server that only reads because another one has taken over. */
const troubleStates = ['55P03', '25006'];
const troubleCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EPIPE',
  'EAI_AGAIN',
];

/**
 * Whether an error says that PostgreSQL cannot be reached or cannot work now, whatever was asked.
 */
export function isConnectionTrouble(error: unknown): error is Failure {
  if (!isFailure(error) || error instanceof StepFailure) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (error instanceof pg.DatabaseError) {
    // Idle in a transaction for too long: this process was stopped, and its connection was cut.
    if (code === '25P03') return true;
    return troubleClasses.includes(code.slice(0, 2)) || troubleStates.includes(code);
  }
  if (troubleCodes.includes(code)) return true;
  // The driver's own errors have no code.
  return code === '' && /connection|timeout exceeded|terminat/i.test(error.message);
}
