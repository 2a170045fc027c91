import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { tablesFirst, tablesPolicies, tablesRelease } from '../support/journey/tables.ts';
import { createTestDatabase, type TestDatabase } from '../support/stack/database.ts';

/** Bounds for a machine that is busy; alone, each takes less than ten seconds. */
const withinMs = 150_000;

const its: { database: TestDatabase | null } = { database: null };
afterAll(() => its.database?.drop());

const shop = useJourney(
  async ({ apply, repository, stateFolder }) => {
    const version = (number: string, file: string, up: string, down: string | null) => {
      const migrations = join(repository.path, 'tables', 'migrations');
      mkdirSync(migrations, { recursive: true });
      writeFileSync(join(migrations, `${file}.up.sql`), up);
      if (down !== null) writeFileSync(join(migrations, `${file}.down.sql`), down);
      repository.version(number);
    };
    const table = 'create table orders (id int primary key, note text)';
    version('1.1.0', '0001', table, 'drop table orders');
    const forgets = 'alter table orders drop column note';
    version('1.2.0', '0002', forgets, 'alter table orders add column note text');
    const column = "alter table orders add column currency text not null default 'EUR'";
    const index = 'create index by_currency on orders (currency)';
    const seen = `insert into orders values
      (1, current_setting('lock_timeout') || ' ' || current_setting('statement_timeout'))`;
    const back = 'alter table orders drop column currency';
    const audit = 'create table audit (id int)';
    version('2.0.0', '0002', `${column}; ${index}; ${audit}`, back);
    version(
      '2.1.0',
      '0002',
      `${column}; ${index}; ${seen}`,
      `${back}; delete from orders where id = 1`,
    );
    version('3.0.0', '0003', 'alter table orders drop column note', null);
    version('4.0.0', '0004', 'alter table orders drop column currency', null);
    await apply(...tablesPolicies(stateFolder));
  },
  async (stateFolder) => {
    its.database = await createTestDatabase();
    return tablesFirst(stateFolder, its.database.url);
  },
);

const begin = (version: string, policy = 'plain', spec: object = {}): Promise<JourneyRelease> =>
  shop.journey.begin(tablesRelease(version, policy, spec));

const inUse = (text: string) => query<Record<string, unknown>>(its.database?.url ?? '', text);
const columns = async () =>
  (
    await inUse(
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and table_name <> 'applied' order by 1`,
    )
  ).map(({ name }) => name);

/** Databases that rehearsals and restores have left behind. */
const leftBehind = () =>
  inUse("select datname from pg_database where datname like 'tidegate_rehearsal_%'");

test(
  'a way back that leaves something is found before anything is deployed',
  async () => {
    await (await begin('1.1.0')).review();
    const release = await begin('2.0.0');
    const { reason } = await release.untilBlocked('gates/failed');
    expect(reason).toMatch(
      /From 1\.1\.0 \(lab\), `down` left another schema: there is still `column public\.audit\.id/,
    );
    expect(reason).toMatch(/Let `down` take back all that `up` makes/);
    expect((await release.view()).changes).toEqual([]);
    expect(await columns()).toEqual(['orders.id', 'orders.note']);
    expect(await leftBehind()).toEqual([]);
    await release.command('rita', 'withdraw');
    const forgetful = await begin('1.2.0');
    const { reason: lossy } = await forgetful.untilBlocked('gates/failed');
    expect(lossy).toMatch(/`down` left other rows in `orders` \(1 before, 1 after\)/);
    expect(await columns()).toEqual(['orders.id', 'orders.note']);
    await forgetful.command('rita', 'withdraw');
  },
  withinMs,
);

test(
  'one that leads back passes, and is held to its timeouts where it is deployed',
  async () => {
    const release = await begin('2.1.0');
    const { artifacts } = await release.review();
    const judged = (await release.facts('gate.judged')).find(
      ({ gate }) => gate === 'migration-rehearsal',
    );
    expect(judged?.reason).toMatch(
      /^Rehearsed up, down and up again from 1\.1\.0 \(lab\) on Postgre.* Every row came back \(1 /,
    );
    const hex = judged?.evidence?.digest.slice('sha256:'.length) ?? '';
    const kept: unknown = JSON.parse(
      readFileSync(join(shop.journey.stateFolder, 'evidence', hex), 'utf8'),
    );
    const digest = expect.stringMatching(/^sha256:/) as string;
    expect(kept).toMatchObject({
      artifact: artifacts[0]?.digest,
      commit: shop.journey.repository.git('rev-parse', 'v2.1.0^{commit}'),
      migrations: { lockTimeoutMs: 3_000, statementTimeoutMs: 20_000 },
      starts: [
        {
          environments: ['lab'],
          from: { version: '1.1.0' },
          tables: { before: [{ table: 'orders', count: 1 }] },
          schemas: { before: digest, up: digest, down: digest, 'up-again': digest },
          durationsMs: { down: expect.any(Number) },
        },
      ],
    });
    expect(await inUse('select note from orders')).toEqual([{ note: '3s 20s' }]);
  },
  withinMs,
);

test(
  'what cannot come back is signed for after a backup came back, and stays',
  async () => {
    const unsigned = await shop.journey
      .person('erin')
      .then((erin) => erin.post('/v1/plans', tablesRelease('3.0.0', 'plain', lost)));
    expect(unsigned.body).toMatchObject({
      errors: [{ code: 'no-restored-backup' }, { code: 'nobody-signs' }, { code: 'no-board' }],
    });
    const dump = join(shop.journey.stateFolder, 'dump.sql');
    const rows = (count: number) =>
      `create table orders (id int); insert into orders select generate_series(1, ${count})`;
    writeFileSync(dump, rows(1));
    const release = await begin('3.0.0', 'data', lost);
    await release.untilBlocked('lab/data');
    for (const [who, requirement] of [
      ['mona', 'lab/data'],
      ['cora', 'lab/cab'],
    ] as const) {
      expect((await release.decide(who, requirement)).body.outcome).toBe('accepted');
    }
    expect((await release.untilBlocked('lab/checklist/failed')).reason).toMatch(
      /was restored, but `select count\(\*\) from orders` answered 1; 2 is the least/,
    );
    expect(await columns()).toContain('orders.note');
    writeFileSync(dump, rows(2));
    await release.command('opal', 'retry');
    const back = await release.until('goes back', ({ phase }) => phase === 'reviewing');
    expect(back.changes).toMatchObject([{ status: 'kept', keptBecause: 'The notes are gone.' }]);
    const closed = await release.review();
    expect(closed.outcome).toBe('rolled-back');
    expect(closed.obligations[0]?.mandatoryBecause).toContainEqual(
      expect.stringMatching(/tables stays: The notes are gone\.$/),
    );
    expect(await columns()).toEqual(['orders.currency', 'orders.id']);
    expect(await leftBehind()).toEqual([]);
  },
  withinMs,
);

test(
  'what only old code needs is taken away last, when that code is gone and somebody has looked',
  async () => {
    const erin = await shop.journey.person('erin');
    const alone = await erin.post('/v1/plans', tablesRelease('4.0.0', 'contract', contracted([])));
    expect(alone.body).toMatchObject({ errors: [{ code: 'contract-under-old-code' }] });
    const code = { service: 'schema', version: '4.0.0' };
    const release = await begin('4.0.0', 'contract', contracted([code]));
    for (const [who, requirement] of [
      ['mona', 'lab/data'],
      ['cora', 'lab/cab'],
    ] as const) {
      await release.untilBlocked(requirement);
      expect((await release.decide(who, requirement)).body.outcome).toBe('accepted');
    }
    await release.untilBlocked('lab/task/unused');
    expect((await release.view()).changes).toMatchObject([
      { component: 'schema', status: 'applied' },
    ]);
    expect(await columns()).toContain('orders.currency');
    await release.report('opal', 'lab', 'unused', { outcome: 'done' });
    const { outcome, changes, stages } = await release.review();
    expect(outcome).toBe('released');
    expect(changes).toMatchObject([{ status: 'kept' }, { holds: ['schema'], status: 'kept' }]);
    expect(stages.at(-2)).toMatchObject({ id: 'lab/contract', status: 'succeeded' });
    expect(await columns()).toEqual(['orders.id']);
  },
  withinMs,
);

const contracted = (code: readonly object[]) => ({
  components: [
    ...code,
    {
      service: 'tables',
      version: '4.0.0',
      phase: 'contract',
      irreversible: { reason: 'The currencies are gone.' },
    },
  ],
  delivery: { reason: 'The lab has no gateway.' },
});

const lost = {
  components: [
    { service: 'tables', version: '3.0.0', irreversible: { reason: 'The notes are gone.' } },
  ],
  delivery: { reason: 'The lab has no gateway.' },
};
