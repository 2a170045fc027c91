import pg from 'pg';
import { createRecords } from '../../records/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/stack/database.ts';
import { someFacts } from './facts.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

async function query(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('bringing the schema up to date', () => {
  test('happens once when several processes start together', async () => {
    const processes = Array.from({ length: 6 }, () => createRecords(database.url));
    await Promise.all(processes.map((records) => records.migrate()));
    expect(await query('select name from kysely_migration order by name')).toEqual([
      { name: '0001-records' },
      { name: '0002-release-labels' },
      { name: '0003-reports' },
      { name: '0004-progress' },
      { name: '0005-lease-recalls' },
      { name: '0006-reservations' },
      { name: '0007-rehearsals' },
      { name: '0008-plan-revisions' },
      { name: '0009-places' },
      { name: '0010-access-grants' },
      { name: '0011-bound-releases' },
    ]);
    await Promise.all(
      processes.map((records, index) => records.appendFacts(`r-${index}`, someFacts(1))),
    );
    expect(await query('select * from ledger')).toHaveLength(processes.length);
    await Promise.all(processes.map((records) => records.close()));
  });

  test('keeps what is there when it is done again', async () => {
    const records = createRecords(database.url);
    await records.migrate();
    await records.appendFacts('spring', someFacts(2));
    await records.migrate();
    expect((await records.state('spring'))?.seq).toBe(2);
    await records.close();
  });

  test('leaves nothing of a migration that fails, and says why', async () => {
    await query('create table statements (id text)');
    const records = createRecords(database.url);
    await expect(records.migrate()).rejects.toThrow('relation "statements" already exists');
    expect(await query(`select to_regclass('ledger') as ledger`)).toEqual([{ ledger: null }]);
    await records.close();
  });
});
