import { setTimeout as sleep } from 'node:timers/promises';
import type { ReleaseFilter } from '../../records/reads/list-releases.ts';
import { aComponent, aPlan } from '../support/builders/plan.ts';
import { factsOf, startOf } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

/** Every label as it is kept, and as the projection says that it has to be. */
async function labels(): Promise<{ kept: unknown; due: unknown }> {
  const order = 'order by kind, value, release';
  const kept = await given.query(
    `select kind, value, created_at, release from release_labels ${order}`,
  );
  const due = await given.query(`
    select 'service' as kind, unnest(services) as value, created_at, release from release_projection
    union select 'environment', unnest(environments), created_at, release from release_projection
    union select 'team', unnest(teams), created_at, release from release_projection ${order}`);
  return { kept, due };
}

describe('the labels that lists walk along', () => {
  test('are what the projection says, when it is begun, changed, rebuilt and gone', async () => {
    const release = 'spring';
    await given.records.claimPlan({
      release,
      requestDigest: 'sha256:request',
      plan: aPlan([], { name: release, components: [aComponent('web')] }),
      planDigest: 'sha256:plan',
      requestedBy: 'p-1',
      seal: 'seal',
    });
    const facts = factsOf([
      startOf({ services: ['web', 'orders', 'web'], environments: ['dev', 'production'] }),
      { type: 'release.paused', by: 'p-1' },
      startOf({ services: ['orders', 'payments'], environments: ['dev'] }),
    ]);
    await given.records.appendFacts('autumn', factsOf([startOf()]));
    for (const until of [1, 2, 3]) {
      await given.records.appendFacts(release, facts.slice(0, until));
      const { kept, due } = await labels();
      expect(kept).toEqual(due);
    }
    const { kept } = await labels();
    expect(kept).toEqual(
      expect.arrayContaining([
        { kind: 'service', value: 'payments', release, created_at: new Date(facts[0]?.at ?? '') },
        { kind: 'team', value: 'engineers', release, created_at: new Date(facts[0]?.at ?? '') },
      ]),
    );
    await given.records.rebuildProjection(release);
    expect(await labels()).toEqual({ kept, due: kept });
    await given.query('delete from release_projection where release = $1', [release]);
    expect((await labels()).kept).toHaveLength(2);
  });

  test('let a list read a page and no more, however long ago its releases were', async () => {
    await given.query(`
      insert into release_projection
        (release, state, last_seq, phase, display_state, title, services, environments, teams,
         created_at, updated_at)
      select 'r-' || n, '{}', 1, 'closed', 'released', 'Release ' || n,
        array[case when n <= 20 then 'legacy' else 'web' end], array['production'],
        array[case when n <= 20 then 'old-team' else 'team' end],
        timestamptz '2020-01-01' + n * interval '1 hour', now()
      from generate_series(1, 3000) as n`);
    await given.query('analyze release_projection, release_labels');
    for (const filter of [{ service: 'legacy' }, { team: 'old-team', environment: 'production' }]) {
      const { listed, read } = await countReads({ ...filter, pageSize: 5 });
      expect(listed).toEqual(['r-20', 'r-19', 'r-18', 'r-17', 'r-16']);
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(50);
    }
  });
});

/** Lists from a process of its own, whose end tells the statistics what it has read. */
async function countReads(filter: ReleaseFilter): Promise<{ listed: string[]; read: number }> {
  const before = await releasesRead();
  const records = given.another();
  const { releases } = await records.listReleases(filter);
  await records.close();
  const deadline = Date.now() + 10_000;
  let read = 0;
  while (read === 0 && Date.now() < deadline) {
    await sleep(50);
    read = (await releasesRead()) - before;
  }
  return { listed: releases.map(({ release }) => release), read };
}

async function releasesRead(): Promise<number> {
  const [row] = await given.query(`
    select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
    from pg_stat_user_tables where relname = 'release_projection'`);
  return Number(row?.rows);
}
