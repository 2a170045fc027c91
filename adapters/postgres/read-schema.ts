import type pg from 'pg';
import { madeRelations, relationsLeftOut, schemaQueries } from './schema-queries.ts';

/**
 * What is in a database but rows, as the lines that the port promises: from the catalogs of
 * PostgreSQL itself, because its own `pg_dump` does not come with the embedded one. The order of
 * columns is not told: nothing that names its columns notices it, and a column that is taken away
 * and put back comes last.
 */
export async function readSchema(
  client: pg.Client,
  leftOut: readonly string[],
): Promise<readonly string[]> {
  await client.query("set search_path to ''");
  const unseen = await findLeftOut(client, leftOut);
  const lines: string[] = [];
  for (const query of schemaQueries) {
    const text = `with ${madeRelations} ${query}`;
    const found = await client.query<{ line: string }>(text, [unseen]);
    lines.push(...found.rows.map(({ line }) => line.replaceAll(/\s+/g, ' ').trim()));
  }
  return lines.toSorted();
}

/** The object ids of relations that are not looked at. */
export async function findLeftOut(
  client: pg.Client,
  leftOut: readonly string[],
): Promise<readonly number[]> {
  const named = leftOut.map((name) => (name.includes('.') ? name : `public.${name}`));
  const { rows } = await client.query<{ oid: number }>(relationsLeftOut, [named]);
  return rows.map(({ oid }) => oid);
}
