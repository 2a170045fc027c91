import pg from 'pg';
import { createRecords, type Records } from '../../records/index.ts';
import { createTestDatabase } from '../support/stack/database.ts';

/**
 * Records over a fresh database, and a connection beside them that sees and does what Tidegate
 * cannot.
 */
export type GivenRecords = {
  readonly url: string;
  readonly records: Records;
  /** Another set of records over the same database, as another process has. */
  another(): Records;
  /** Plain SQL as the superuser; the rows. */
  query(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** The same, with every trigger out of the way. */
  tamper(statement: string, values?: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
};

export async function givenRecords(): Promise<GivenRecords> {
  const database = await createTestDatabase();
  const opened: Records[] = [];
  const open = () => {
    const records = createRecords(database.url);
    opened.push(records);
    return records;
  };
  const records = open();
  await records.migrate();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const query = async (statement: string, values: readonly unknown[] = []) =>
    (await client.query<Record<string, unknown>>(statement, [...values])).rows;
  const setTriggers = async (order: 'disable' | 'enable always') => {
    for (const [table, trigger] of protectedBy) {
      await query(`alter table ${table} ${order} trigger ${trigger}`);
    }
  };
  return {
    url: database.url,
    records,
    another: open,
    query,
    async tamper(statement, values) {
      await setTriggers('disable');
      await query(statement, values);
      await setTriggers('enable always');
    },
    async close() {
      await client.end();
      for (const each of opened) await each.close();
      await database.drop();
    },
  };
}

const protectedBy = [
  ['ledger', 'ledger_is_append_only'],
  ['ledger', 'ledger_is_not_truncated'],
  ['ledger_heads', 'ledger_heads_go_forward'],
  ['ledger_heads', 'ledger_heads_stay'],
  ['ledger_heads', 'ledger_heads_is_not_truncated'],
] as const;
