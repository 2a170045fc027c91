// A small migration tool over a real PostgreSQL: `NNNN.up.sql` and `NNNN.down.sql` beside it, and a
// table `applied` with the numbers of those that were applied.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const pg = createRequire(join(process.env.PROJECT, 'package.json'))('pg');
const folder = new URL('migrations/', import.meta.url);
const [command, target] = process.argv.slice(2);
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });

async function applied() {
  const { rows } = await client.query("select to_regclass('applied') as known");
  if (rows[0].known === null) return [];
  return (await client.query('select version from applied order by version')).rows;
}

async function run(version, direction, record) {
  const sql = readFileSync(new URL(`${version}.${direction}.sql`, folder), 'utf8');
  await client.query('begin');
  await client.query(sql);
  await client.query(record, [version]);
  await client.query('commit');
}

async function up() {
  await client.query('create table if not exists applied (version text primary key)');
  const done = (await applied()).map(({ version }) => version);
  const files = readdirSync(folder).filter((file) => file.endsWith('.up.sql'));
  for (const version of files.map((file) => file.slice(0, 4)).toSorted()) {
    if (!done.includes(version)) await run(version, 'up', 'insert into applied values ($1)');
  }
}

async function down() {
  const over = (await applied()).filter(({ version }) => target === 'none' || version > target);
  for (const { version } of over.toReversed()) {
    await run(version, 'down', 'delete from applied where version = $1');
  }
}

await client.connect();
try {
  if (command === 'up') await up();
  if (command === 'down') await down();
  const version = (await applied()).at(-1)?.version ?? null;
  process.stdout.write(`${JSON.stringify({ version })}\n`);
} finally {
  await client.end();
}
