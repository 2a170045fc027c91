import { StepFailure } from '../../activities/ports/failures.ts';
import { type StartedPostgres, startPostgres } from '../../adapters/postgres/start-postgres.ts';
import { connect, reaching } from '../../records/connect.ts';
import { createRecords } from '../../records/index.ts';
import { makeTestFolder } from '../support/stack/test-folder.ts';
import { anAction, someFacts } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

const unavailable = { name: 'StepFailure', kind: 'retry', code: 'records/unavailable' };

describe('PostgreSQL that is stopped and started again', () => {
  const folder = makeFolderLater();
  let server: StartedPostgres;

  beforeAll(async () => {
    server = await startPostgres({ dataDir: folder(), throwAway: true });
  });

  afterAll(() => server.stop());

  test('is waited for by everyone, and found again by the same pool and followers', async () => {
    const records = createRecords(server.url);
    await records.migrate();
    const facts = someFacts(4);
    await records.appendFacts('spring', facts.slice(0, 2));
    const leaving = new AbortController();
    const stream = records.follow('spring', 2, leaving.signal);
    const coming = stream.next();
    await server.stop();
    const calls = [
      () => records.appendFacts('spring', facts),
      () => records.appendAction('spring', anAction()),
      () => records.state('spring'),
      () => records.stateAtLeast('spring', 3, 10_000),
      () => records.listReleases({ pageSize: 10 }),
      () => records.readEvents('spring', { pageSize: 10 }),
      () => records.verifyRelease('spring'),
      () => records.verifyLedger().next(),
      () => records.record({ environment: 'staging', place: 1, release: 'spring', fence: 1 }),
      () => records.leasesOf('staging'),
      () => records.sealed('spring'),
      () => records.load('sha256:statement'),
      () => records.groupsOf('p-1'),
      () => records.calendar(),
      () => records.ping(),
      () => records.migrate(),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject(unavailable);
    const port = Number(new URL(server.url).port);
    server = await startPostgres({ dataDir: folder(), port, throwAway: true });
    await records.appendFacts('spring', facts);
    expect((await coming).value).toMatchObject({ position: 3, fact: facts[2] });
    expect(await records.verifyRelease('spring')).toMatchObject({ entries: 4, damages: [] });
    leaving.abort();
    await records.close();
  });
});

/**
 * A folder that is made when it is first asked for, once the stack is up, and removed in the end.
 */
function makeFolderLater(): () => string {
  let folder: ReturnType<typeof makeTestFolder> | undefined;
  afterAll(() => folder?.remove());
  return () => {
    folder ??= makeTestFolder();
    return folder.path;
  };
}

describe('a connection that is cut in the middle of an append', () => {
  let given: GivenRecords;

  beforeAll(async () => {
    given = await givenRecords();
  });

  afterAll(() => given.close());

  test('fails that append alone, which leaves nothing half done and works again', async () => {
    const facts = someFacts(3);
    await given.records.appendFacts('spring', facts.slice(0, 1));
    await given.query('begin');
    await given.query(`select 1 from ledger_heads where release = 'spring' for update`);
    const outcome = Promise.allSettled([given.records.appendFacts('spring', facts)]);
    await cutWhoWaits();
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: unavailable }]);
    await given.query('rollback');
    expect((await given.records.state('spring'))?.seq).toBe(1);
    await given.records.appendFacts('spring', facts);
    expect(await given.records.verifyRelease('spring')).toMatchObject({
      entries: 3,
      damages: [],
      projectionHolds: true,
    });
  });

  async function cutWhoWaits(): Promise<void> {
    for (;;) {
      const cut = await given.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (cut.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
});

describe('reaching PostgreSQL', () => {
  test('gives up on silence', async () => {
    const silence = reaching(() => new Promise<never>(() => {}), 50);
    await expect(silence).rejects.toMatchObject(unavailable);
  });

  test('says who was not reached', async () => {
    const { db } = connect('postgresql://nobody@localhost:1/none');
    const asked = reaching(() => db.selectFrom('plans').selectAll().execute());
    await expect(asked).rejects.toThrow(/^PostgreSQL does not answer: .*ECONNREFUSED/);
    await db.destroy();
  });

  test('leaves other failures as they are', async () => {
    const failures = [
      new StepFailure('terminal', 'lease/stale-fence', 'The connection is fine.', 'Nothing.'),
      new TypeError('connection is not a function of mine', { cause: { code: 'ECONNREFUSED' } }),
    ];
    const [step] = failures;
    await expect(reaching(() => Promise.reject(step))).rejects.toBe(step);
    const refusal = Object.assign(new Error('The connection is fine.'), { code: 'E_OTHER' });
    await expect(reaching(() => Promise.reject(refusal))).rejects.toBe(refusal);
  });
});
