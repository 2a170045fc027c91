import type { ChangedRows, TableRows } from './rehearsed.ts';

/** The tables whose rows differ, in the order of their names. A table without rows is as none. */
export function compareRows(
  before: readonly TableRows[],
  after: readonly TableRows[],
): readonly ChangedRows[] {
  const was = byTable(before);
  const is = byTable(after);
  return [...new Set([...was.keys(), ...is.keys()])]
    .toSorted()
    .filter((table) => digestOf(was.get(table)) !== digestOf(is.get(table)))
    .map((table) => ({
      table,
      before: was.get(table)?.count ?? null,
      after: is.get(table)?.count ?? null,
    }));
}

function byTable(rows: readonly TableRows[]): ReadonlyMap<string, TableRows> {
  return new Map(rows.map((each) => [each.table, each]));
}

/** Which tables there are is a question of the schema. */
function digestOf(rows: TableRows | undefined): string | null {
  return rows === undefined || rows.count === 0 ? null : rows.digest;
}
