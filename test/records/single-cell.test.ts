import { anAction, someFacts } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;
let count = 0;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

/** A new release of four entries: three facts, and an action between them. */
async function givenRelease(): Promise<string> {
  count += 1;
  const release = `spring-${count}`;
  const facts = someFacts(3);
  await given.records.appendFacts(release, facts.slice(0, 2));
  await given.records.appendAction(release, anAction());
  await given.records.appendFacts(release, facts);
  return release;
}

async function isWhole(release: string): Promise<boolean> {
  const { damages, projectionHolds } = await given.records.verifyRelease(release);
  return damages.length === 0 && projectionHolds;
}

/** For each type of column another value than the one that stands there. */
const others: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `coalesce(${column}, '') || ' '`,
  integer: (column) => `coalesce(${column}, 0) + 1`,
  json: (column) => `replace(${column}::text, '2026', '2027')::json`,
  'timestamp with time zone': (column) => `${column} + interval '1 millisecond'`,
  ARRAY: (column) => `${column} || array['other']`,
};

async function columnsOf(table: string): Promise<{ name: string; other: string }[]> {
  const columns = await given.query(
    `select column_name as name, data_type as type from information_schema.columns
     where table_name = $1 and column_name <> 'release'`,
    [table],
  );
  return columns.map(({ name, type }) => {
    const other = others[String(type)];
    if (other === undefined) throw new Error(`Say how to change a ${String(type)}.`);
    return { name: String(name), other: other(String(name)) };
  });
}

/** Changes one cell, whatever the triggers say; false when a constraint refuses even that. */
async function change(table: string, set: string, release: string, row: number): Promise<boolean> {
  const cell = `select ctid from ${table} where release = $1 order by ctid offset ${row} limit 1`;
  const statement = `update ${table} set ${set} where ctid = (${cell})`;
  return given.tamper(statement, [release]).then(
    () => true,
    () => false,
  );
}

test.each([
  ['ledger', 4],
  ['ledger_heads', 1],
  ['release_projection', 1],
])('no cell of %s can be changed without notice', async (table, rows) => {
  expect(await isWhole(await givenRelease())).toBe(true);
  const changed: string[] = [];
  const unnoticed: string[] = [];
  for (const { name, other } of await columnsOf(table)) {
    for (let row = 0; row < rows; row += 1) {
      const release = await givenRelease();
      if (!(await change(table, `${name} = ${other}`, release, row))) continue;
      changed.push(name);
      if (await isWhole(release)) unnoticed.push(`${name} of row ${row}`);
    }
  }
  expect(changed.length).toBeGreaterThan(rows * 2);
  expect(unnoticed).toEqual([]);
});
