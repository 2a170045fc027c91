import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ThrowAwayDatabase } from '../../../activities/ports/databases.ts';
import { createDatabasesOn } from '../../../adapters/postgres/databases-on.ts';
import { createOwnServers } from '../../../adapters/postgres/own-servers.ts';
import { postgresFolder } from '../../../adapters/postgres/postgres-folder.ts';
import { identify } from '../../../adapters/processes/identity.ts';
import { readClaim } from '../../../adapters/processes/server-claim.ts';
import { projectFile, startNode } from '../../embedded/probe/run-node.ts';
import { query } from '../../support/journey/ledger-rows.ts';
import { makeTestFolder, type TestFolder } from '../../support/stack/test-folder.ts';

const shared = process.env.TIDEGATE_TEST_DATABASE_URL ?? '';
const folders: TestFolder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function makeRoot(): string {
  const folder = makeTestFolder();
  folders.push(folder);
  return join(folder.path, 'throw-away');
}

/** The server that is noted in a place below a root, by its process id. */
function noted(root: string, name: string): number | undefined {
  return readClaim(join(postgresFolder(join(root, name)), 'running.json'))?.server.pid;
}

const serversOf = (root: string): readonly number[] =>
  readdirSync(root).flatMap((name) => noted(root, name) ?? []);

describe('a PostgreSQL of its own', () => {
  test('goes with its folder when the work fails, and when its owner was killed', async () => {
    const root = makeRoot();
    const probe = projectFile('test/embedded/probe/hold-throw-away.ts');
    const holder = startNode([probe, root], process.env);
    await holder.printed('ready;');
    const [orphan = 0] = serversOf(root);
    // Somebody is about to start one: it has not been noted yet.
    mkdirSync(join(root, 'beginning'));
    const databases = createOwnServers({ root });
    const seen: { own: readonly number[]; place: string } = { own: [], place: '' };
    const work = databases.use(async (server) => {
      const { url } = await server.create();
      expect(`${new URL(url).hostname} ${server.version}`).toMatch(/^127\.0\.0\.1 18/);
      expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
      // That of a process that lives is left alone.
      expect(identify(orphan)).not.toBeNull();
      seen.own = serversOf(root).filter((pid) => pid !== orphan);
      const [name = ''] = readdirSync(root).filter((each) => noted(root, each) === seen.own[0]);
      seen.place = postgresFolder(join(root, name));
      throw new Error('The work has failed.');
    });
    await expect(work).rejects.toThrow('The work has failed.');
    expect(seen.own.map(identify)).toEqual([null]);
    expect(() => readdirSync(seen.place)).toThrow('ENOENT');
    process.kill(holder.pid, 'SIGKILL');
    await holder.outcome;
    await databases.use(async () => expect(identify(orphan)).toBeNull());
    expect(readdirSync(root)).toEqual(['beginning']);
  });
});

async function on({ url }: ThrowAwayDatabase, statement: string): Promise<void> {
  await query(url, statement);
}

const base = `
  create schema audit;
  create table orders (id serial primary key, sku text not null, note text);
  create table audit.entries (id int references orders, at timestamptz default now());
  create view dear as select id from orders;
  create type state as enum ('open', 'paid');
  create function twice(n int) returns int language sql as 'select n * 2';
  create table applied (version text primary key)`;

/** What a migration may do, and how it is taken back. */
const changes: readonly (readonly [string, string])[] = [
  ['create table more (id int)', 'drop table more'],
  ['alter table orders add column currency text', 'alter table orders drop column currency'],
  ['alter table orders drop column note', 'alter table orders add column note text'],
  ['alter table orders alter sku type varchar(9)', 'alter table orders alter sku type text'],
  ['alter table orders alter note set not null', 'alter table orders alter note drop not null'],
  ["alter table orders alter note set default ''", 'alter table orders alter note drop default'],
  ['alter table orders add constraint c check (id > 0)', 'alter table orders drop constraint c'],
  ['create index by_sku on orders (sku)', 'drop index by_sku'],
  ['alter sequence orders_id_seq increment 2', 'alter sequence orders_id_seq increment 1'],
  ['alter table orders enable row level security', 'alter table orders disable row level security'],
  ['create policy mine on orders using (id > 1)', 'drop policy mine on orders'],
  [
    'create or replace view dear as select id from orders where id > 1',
    'create or replace view dear as select id from orders',
  ],
  ['grant select on orders to public', 'revoke select on orders from public'],
  ["comment on column orders.sku is 'What it is.'", 'comment on column orders.sku is null'],
  ['create schema other', 'drop schema other'],
  [
    "create or replace function twice(n int) returns int language sql as 'select n + n'",
    "create or replace function twice(n int) returns int language sql as 'select n * 2'",
  ],
  ['create domain positive as int check (value > 0)', 'drop domain positive'],
  ['create materialized view kept as select 1 as one', 'drop materialized view kept'],
  ['create rule quiet as on delete to orders do instead nothing', 'drop rule quiet on orders'],
  ['create statistics s on id, sku from orders', 'drop statistics s'],
];

describe('databases on a server that is there', () => {
  test('tell every change of the schema, and none where it was taken back', async () => {
    await createDatabasesOn(shared).use(async ({ create }) => {
      const database = await create();
      await on(database, base);
      const before = await database.schema(['applied']);
      expect(before.join('\n')).not.toContain('applied');
      for (const [there, back] of changes) {
        await on(database, there);
        const changed = await database.schema(['applied']);
        expect({ there, changed: changed.join() !== before.join() }).toEqual({
          there,
          changed: true,
        });
        await on(database, back);
        expect({ back, lines: await database.schema(['applied']) }).toEqual({
          back,
          lines: before,
        });
      }
      await on(database, "insert into orders (sku) values ('a'); drop table applied");
      expect(await database.schema(['applied', 'audit.unknown'])).toEqual(before);
    });
  });

  test('tell rows whatever their order, and notice one that is another', async () => {
    await createDatabasesOn(shared).use(async ({ create }) => {
      const [one, other] = [await create(), await create()];
      await on(one, 'create table t (a int, b text); create table applied (id int)');
      await on(one, "insert into t values (1, null), (2, 'x'); insert into applied values (1)");
      await on(other, 'create table t (b text, a int); create schema s; create table s.t (a int)');
      await on(other, "insert into t values ('x', 2), (null, 1)");
      const [{ digest = '' } = {}, ...more] = await one.rows(['applied']);
      expect(more).toEqual([]);
      const there = await other.rows([]);
      expect(there).toMatchObject([
        { table: 't', count: 2, digest },
        { table: 's.t', count: 0 },
      ]);
      await on(other, "update t set b = '' where b is null");
      expect((await other.rows([]))[0]?.digest).not.toBe(digest);
    });
  });

  test('answer one value, change nothing by being asked, and go with the work', async () => {
    const names: string[] = [];
    await createDatabasesOn(shared).use(async ({ create }) => {
      const database = await create();
      names.push(new URL(database.url).pathname.slice(1));
      await on(database, 'create table orders as select generate_series(1, 3) as id');
      expect(await database.ask('select count(*) from orders;')).toBe('3');
      expect(await database.ask('select id from orders where id > 3')).toBeNull();
      await expect(database.ask('select id from orders')).rejects.toThrow('more than one row');
      await expect(database.ask('select * from nowhere')).rejects.toThrow(
        '"nowhere" does not exist',
      );
      const deleting = 'with gone as (delete from orders returning id) select count(*) from gone';
      await expect(database.ask(deleting)).rejects.toThrow();
      expect(await database.ask('select count(*) from orders')).toBe('3');
    });
    const known = await query(shared, 'select from pg_database where datname = any($1)', [names]);
    expect([names.length, known.length]).toEqual([1, 0]);
  });

  test('that cannot be reached are a failure that says where', async () => {
    const away = createDatabasesOn('postgresql://nobody:secret@127.0.0.1:1/none');
    const failure = away.use(async () => null);
    await expect(failure).rejects.toMatchObject({
      code: 'databases/unusable',
      message: expect.stringMatching(/^The PostgreSQL at 127\.0\.0\.1:1 (?!.*secret)/),
    });
  });
});
