import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecords, type Records } from '../../records/index.ts';
import { aComponent, aPlan } from '../support/builders/plan.ts';
import { anAction, aPart, someFacts } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

const page = readFileSync(join(__dirname, '../../docs/how-to/audit-the-ledger.md'), 'utf8');
const [recompute = '', grant = ''] = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql);

let given: GivenRecords;
let count = 0;
let release = '';

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

beforeEach(async () => {
  count += 1;
  release = `spring-${count}`;
  const facts = someFacts(4);
  await given.records.appendFacts(release, facts.slice(0, 2));
  await given.records.appendAction(release, anAction({ details: { said: 'Grüße "\\" \0 🚢' } }));
  await given.records.appendFacts(release, facts);
});

/** What the page's own SQL says of the release of this test. */
const found = async () =>
  (await given.query(recompute))
    .filter((row) => row.release === release)
    .map(({ damage }) => damage);

describe('the SQL that auditors are given', () => {
  test('finds nothing in what Tidegate wrote', async () => {
    expect(await found()).toEqual([]);
  });

  test.each([
    ['content', `content = replace(content::text, 'p-0', 'p-9')::json`, 'the content was edited'],
    ['number', 'seq = 9', 'the entry was edited or moved'],
    ['time', `recorded_at = recorded_at + interval '1 ms'`, 'the entry was edited or moved'],
    ['place', 'position = 9', 'the entry was edited or moved, entries before it are missing'],
  ])('finds another %s', async (_what, change, damage) => {
    await given.tamper(`update ledger set ${change} where release = $1 and position = 2`, [
      release,
    ]);
    expect(await found()).toContainEqual(expect.stringContaining(damage));
  });

  test.each([
    [2, 'entries before it are missing'],
    [5, 'the chain does not end where its head says'],
  ])('finds that entry %d is missing', async (position, damage) => {
    await given.tamper('delete from ledger where release = $1 and position = $2', [
      release,
      position,
    ]);
    expect(await found()).toContainEqual(expect.stringContaining(damage));
  });
});

const role = `tidegate_${process.pid}`;

/** Makes the role as the page says; the address to sign in with. */
async function createRole(): Promise<string> {
  await given.query(`create role ${role} login password 'only-here'`);
  await given.query(grant.replaceAll(/\btidegate;/g, `${role};`));
  const url = new URL(given.url);
  url.username = role;
  url.password = 'only-here';
  return url.href;
}

async function inRole(statement: string): Promise<void> {
  await given.query(`set role ${role}`);
  try {
    await given.query(statement);
  } finally {
    await given.query('reset role');
  }
}

describe('the role that may only append', () => {
  let asRole: Records;

  beforeAll(async () => {
    asRole = createRecords(await createRole());
  });

  afterAll(async () => {
    await asRole.close();
    await given.query(`drop owned by ${role}`);
    await given.query(`drop role ${role}`);
  });

  test('can do all that Tidegate does', async () => {
    const people = [{ id: 'rita', name: 'Rita', email: 'rita@example.com' }];
    const catalog = { people, groups: [], environments: [], services: [] };
    await asRole.migrate();
    const plan = aPlan([], { name: 'autumn', components: [aComponent('web')] });
    const [requestDigest, planDigest] = ['sha256:request', 'sha256:plan'];
    const claim = {
      release: 'autumn',
      requestDigest,
      plan,
      planDigest,
      requestedBy: 'p-1',
      seal: '',
    };
    expect(await asRole.claimPlan(claim)).toBe('claimed');
    expect(await asRole.claimPlan(claim)).toBe('same');
    await asRole.appendFacts('autumn', someFacts(3));
    const details = { component: 'web', environment: 'lab', tookMs: 5 };
    const outcome = { phase: 'outcome', outcome: 'done', details } as const;
    await asRole.appendAction('autumn', anAction(outcome));
    for (const step of ['install', 'test']) await asRole.keepProgress('autumn', aPart({ step }));
    await asRole.rebuildProjection('autumn');
    await asRole.applyFiles([{ kind: 'Catalog', name: 'shop', document: catalog }], 'p-1');
    await asRole.record({ environment: 'production', place: 1, release: 'autumn', fence: 1 });
    await asRole.record({ environment: 'production', place: 1, release: null, fence: 1 });
    await asRole.keep({ digest: 'sha256:s', id: 's-1', release: 'autumn', jws: 'jws' });
    await asRole.keepFreeText({ digest: 'sha256:t', salt: 'salt', text: 'text' });
    await asRole.keepKeyed({ actor: 'p-1', key: 'k', requestDigest: 'sha256:r', response: null });
    expect(await asRole.verifyRelease('autumn')).toMatchObject({ damages: [], entries: 4 });
    expect(await asRole.subjectOf('rita')).toMatch(/^p-/);
  });

  test.each([
    'update ledger set seq = 9',
    'delete from ledger',
    'truncate ledger',
    'alter table ledger disable trigger all',
    'drop table ledger',
    'delete from ledger_heads',
    'update plans set seal = seal',
    'delete from statements',
  ])('may not: %s', async (statement) => {
    await expect(inRole(statement)).rejects.toThrow(/permission denied|must be owner/);
  });
});
