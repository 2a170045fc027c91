import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database that one test file has for itself. */
export interface TestDatabase {
  /** The address, with user and password. */
  readonly url: string;
  /** Removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Makes a new, empty database on the PostgreSQL that all tests of a run share. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const shared = process.env.TIDEGATE_TEST_DATABASE_URL;
  if (!shared) {
    throw new Error(
      'TIDEGATE_TEST_DATABASE_URL is not set. The jest project "stack" starts PostgreSQL: the ' +
        'test must lie in one of its folders (see jest.config.js).',
    );
  }
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(shared, `create database ${name}`);
  const url = new URL(shared);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(shared, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
