import pg from 'pg';
import { createTestDatabase } from '../support/stack/database.ts';

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(statement);
    return result.rows;
  } finally {
    await client.end();
  }
}

describe('a test database', () => {
  test('is not seen by another one, and is gone after drop', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await query(one.url, 'create table tide (height integer)');
    const tables = "select count(*)::int as n from pg_tables where tablename = 'tide'";
    expect(await query(one.url, tables)).toEqual([{ n: 1 }]);
    expect(await query(other.url, tables)).toEqual([{ n: 0 }]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(query(one.url, 'select 1')).rejects.toThrow('does not exist');
  });
});
