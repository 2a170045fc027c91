import pg from 'pg';
import type { TableRows } from '../../domain/migration/rehearsed.ts';
import { findLeftOut } from './read-schema.ts';
import { madeRelations } from './schema-queries.ts';

/** What holds rows itself: the parts of a divided table, and not the table as a whole. */
const tables = `with ${madeRelations}
  select n.nspname as schema, c.relname as name
    from pg_class c
    join made on made.oid = c.oid
    join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r'
   order by 1, 2`;

/**
 * The rows of a database, as the port promises. As `jsonb` a row has its columns in one order,
 * whatever order they were added in, and the digests of the rows are sorted before they are put
 * together.
 */
export async function readRows(
  client: pg.Client,
  leftOut: readonly string[],
): Promise<readonly TableRows[]> {
  const unseen = await findLeftOut(client, leftOut);
  const found = await client.query<{ schema: string; name: string }>(tables, [unseen]);
  const read: TableRows[] = [];
  for (const { schema, name } of found.rows) {
    const from = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const { rows } = await client.query<{ count: string; digest: string }>(
      `select count(*) as count,
              encode(sha256(coalesce(string_agg(told, ''::bytea order by told), ''::bytea)), 'hex')
                as digest
         from (select sha256(convert_to(to_jsonb(t)::text, 'UTF8')) as told from ${from} t) rows`,
    );
    const [{ count, digest } = { count: '0', digest: '' }] = rows;
    const table = schema === 'public' ? name : `${schema}.${name}`;
    read.push({ table, count: Number(count), digest: `sha256:${digest}` });
  }
  return read;
}
