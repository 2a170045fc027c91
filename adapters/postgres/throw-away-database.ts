import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { ThrowAwayDatabase } from '../../activities/ports/databases.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import { messageOf } from '../system-error.ts';
import { readRows } from './read-rows.ts';
import { readSchema } from './read-schema.ts';

const connectWithinMs = 10_000;
const answerWithinMs = 60_000;

/** Databases of one server are told apart from everybody else's by this, and by when they began. */
export const namePrefix = 'tidegate_rehearsal_';

/** Makes a new, empty database on the server behind `url`. */
export async function createDatabase(url: string): Promise<ThrowAwayDatabase & { name: string }> {
  const name = `${namePrefix}${Date.now()}_${randomBytes(4).toString('hex')}`;
  await withClient(url, (client) => client.query(`create database ${name} template template0`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  const { href } = own;
  return {
    name,
    url: href,
    schema: (leftOut) => withClient(href, (client) => readSchema(client, leftOut)),
    rows: (leftOut) => withClient(href, (client) => readRows(client, leftOut)),
    ask: (query) => withClient(href, (client) => askOne(client, query)),
  };
}

/** Removes a database, whoever is still connected to it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));
}

export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tidegate-rehearsal',
    connectionTimeoutMillis: connectWithinMs,
    statement_timeout: answerWithinMs,
  });
  // A connection that breaks fails the query that waits on it. Nobody needs to hear it twice.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw unusable(url, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL itself refuses a query of several rows or columns where one value is wanted. */
async function askOne(client: pg.Client, query: string): Promise<string | null> {
  const one = query.trim().replace(/;$/, '');
  await client.query('begin transaction read only');
  const { rows } = await client.query<{ value: string | null }>(`select (${one})::text as value`);
  return rows[0]?.value ?? null;
}

function unusable(url: string, error: unknown): StepFailure {
  if (error instanceof StepFailure) return error;
  const { host } = new URL(url);
  return new StepFailure(
    'retry',
    'databases/unusable',
    `The PostgreSQL at ${host} that things are tried out on did not do what it was asked: ` +
      `${messageOf(error)}.`,
    'Look at its log, mend the cause, then send retry.',
  );
}
