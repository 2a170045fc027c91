import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import pg from 'pg';
import type { AccessView } from '../../api/views/access-view.ts';
import type { AccessPhase } from '../../domain/access/state.ts';
import { accessWorkflowId } from '../../workflows/contract.ts';
import { decodedDeeply, everythingRecorded } from '../support/access/everything-recorded.ts';
import { createLentDatabase, type LentDatabase } from '../support/access/postgres-subject.ts';
import type { OpenSession } from '../support/access/subject.ts';
import { cliAt } from '../support/cli/at-journey.ts';
import { Attacker } from '../support/journey/attacker.ts';
import { shopCatalog } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import { accessDatabasesOf } from '../support/journey/servers.ts';

let lent: LentDatabase;
beforeAll(async () => {
  lent = await createLentDatabase();
});
afterAll(() => lent.close());

const shop = useJourney(async ({ apply, repository, stateFolder }) => {
  const folders = { repository: repository.path, tool: join(stateFolder, 'tool') };
  const { name, text } = shopCatalog(folders);
  const catalog = JSON.parse(text) as { spec: { environments: object[] } };
  const offered = {
    kind: 'postgres',
    roles: [lent.role],
    maxDuration: '30d',
    grantedBy: ['operations'],
    revokedBy: ['management'],
  };
  const access = [
    { ...offered, name: 'orders-db' },
    { ...offered, name: 'reviewed-db', confirmEvery: '4s' },
  ];
  const production = catalog.spec.environments.at(-1);
  catalog.spec.environments.splice(-1, 1, { ...production, access });
  await apply({ name, text: JSON.stringify(catalog) });
  const addresses = { 'orders-db': lent.adminUrl, 'reviewed-db': lent.adminUrl };
  const file = accessDatabasesOf({ stateFolder });
  await writeFile(file, JSON.stringify({ production: addresses }));
});

type Credentials = { readonly account: string; readonly password: string };

const order = (change: object = {}) => ({
  environment: 'production',
  resource: 'orders-db',
  role: lent.role,
  duration: '1h',
  reason: 'Orders are lost: INC-7.',
  ...change,
});

async function ask(change: object = {}): Promise<AccessView> {
  const erin = await shop.journey.person('erin');
  const asked = await erin.post<AccessView>('/v1/access', order(change));
  expect(asked.status).toBe(201);
  return asked.body;
}

async function say(who: string, { access }: AccessView, what: string, body: object = {}) {
  const person = await shop.journey.person(who);
  type Said = { id: string; outcome: string; code: string | null } & ProblemAnswer & Credentials;
  return person.post<Said>(`/v1/access/${access}/${what}`, body);
}

const grant = (who: string, asked: AccessView) =>
  say(who, asked, 'decisions', { verdict: 'grant', subjectDigest: asked.subjectDigest });

async function until({ access }: AccessView, phase: AccessPhase): Promise<AccessView> {
  const nora = await shop.journey.person('nora');
  return eventually(`${access} is ${phase}`, async () => {
    const { body } = await nora.get<AccessView>(`/v1/access/${access}`);
    return body.phase === phase ? body : null;
  });
}

/** Granted by `opal`, with a session of `erin` that reads. */
async function letIn(asked: AccessView): Promise<Credentials & { session: OpenSession }> {
  expect((await grant('opal', asked)).body).toMatchObject({ outcome: 'accepted' });
  await until(asked, 'standing');
  const { status, body } = await say('erin', asked, 'credentials', undefined);
  expect(status).toBe(200);
  const session = await lent.login(body.account, body.password);
  if (session === null) throw new Error('The database does not let them in.');
  expect(await session.canRead()).toBe(true);
  return { account: body.account, password: body.password, session };
}

async function expectOut(
  { account, password, session }: Credentials & { session: OpenSession },
  asked: AccessView,
): Promise<void> {
  await until(asked, 'revoked');
  expect(await session.canRead()).toBe(false);
  expect(await lent.login(account, password)).toBeNull();
}

test('a person is let into a database by another one, and out when they say so', async () => {
  const asked = await ask();
  expect((await grant('erin', asked)).body.code).toBe('access/own');
  expect((await grant('mona', asked)).body.code).toBe('access/not-yours');
  const stale = { verdict: 'grant', subjectDigest: `sha256:${'0'.repeat(64)}` };
  expect((await say('opal', asked, 'decisions', stale)).body.code).toBe('access/other-subject');
  expect((await say('erin', asked, 'credentials', undefined)).body.code).toBe(
    'access/not-standing',
  );
  const inside = await letIn(asked);
  expect((await say('opal', asked, 'credentials', undefined)).body.code).toBe('access/not-yours');
  expect((await say('erin', asked, 'credentials', undefined)).body.code).toBe(
    'access/taken-already',
  );
  expect((await say('nora', asked, 'revocations')).body.code).toBe('access/not-yours');
  expect((await say('erin', asked, 'revocations')).body).toMatchObject({ outcome: 'accepted' });
  await expectOut(inside, asked);
  expect((await say('erin', asked, 'revocations')).body.code).toBe('access/ended');
  const { records, temporal } = shop.journey;
  const chain = `access/${asked.access}`;
  expect(await records.verifyRelease(chain)).toMatchObject({ damages: [], projectionHolds: true });
  // The password is in no history and in no table.
  const handle = temporal.client.workflow.getHandle(accessWorkflowId(asked.access));
  const told = [historyToJSON(await handle.fetchHistory()), await everythingRecorded(shop.journey)];
  for (const text of told) {
    expect(text).toContain(asked.access);
    const decoded = decodedDeeply(text);
    expect(decoded).toContain('SCRAM-SHA-256');
    expect(decoded).not.toContain(inside.password);
  }
});

test('an access whose workflow somebody terminated is taken away all the same', async () => {
  const attacker = new Attacker(shop.journey);
  const asked = await ask({ duration: '3s' });
  const inside = await letIn(asked);
  const { client } = shop.journey.temporal;
  await client.workflow.getHandle(accessWorkflowId(asked.access)).terminate('Somebody ended it.');
  await sleep(Math.max(0, Date.parse(asked.until) + 500 - Date.now()));
  // Nothing else has done it: PostgreSQL lets nobody in anew, and ends no session.
  expect(await inside.session.canRead()).toBe(true);
  expect(await lent.login(inside.account, inside.password)).toBeNull();
  await attacker.sweep();
  await expectOut(inside, asked);
  expect((await until(asked, 'revoked')).ending).toMatchObject({ why: 'time', by: null });
  // A database that was restored from a backup lets in whoever was in it.
  const role = pg.escapeIdentifier(inside.account);
  await lent.run(`comment on role ${role} is 'Tidegate lets somebody in by this role.'`);
  await lent.run(`alter role ${role} login password '${inside.password}' valid until 'infinity'`);
  await lent.run(`alter role ${role} connection limit 5`);
  expect(await lent.login(inside.account, inside.password)).not.toBeNull();
  const { access } = await attacker.sweep();
  expect(access).toMatchObject({ takenAway: [asked.access], failed: [] });
  expect(await lent.login(inside.account, inside.password)).toBeNull();
});

test('what lasts long is confirmed by somebody else, or ends', async () => {
  const asked = await ask({ resource: 'reviewed-db' });
  const inside = await letIn(asked);
  const opal = await shop.journey.person('opal');
  const reviews = '/v1/access-reviews?mine=true';
  type Reviews = { access: AccessView[] };
  const due = (await opal.get<Reviews>(reviews)).body.access;
  expect(due.map(({ access }) => access)).toEqual([asked.access]);
  const erin = await shop.journey.person('erin');
  expect((await erin.get<Reviews>(reviews)).body.access).toEqual([]);
  expect((await say('erin', asked, 'confirmations')).body.code).toBe('access/own');
  const said = await say('opal', asked, 'confirmations', { reason: 'INC-7 is still open.' });
  expect(said.body).toMatchObject({ outcome: 'accepted' });
  const receipts = `/v1/access/${asked.access}/receipts`;
  expect((await opal.get(`${receipts}/${said.body.id}`)).body).toEqual(said.body);
  const unsaid = `${receipts}/00000000-0000-4000-8000-000000000000`;
  expect((await opal.get<ProblemAnswer>(unsaid)).body.code).toBe('unknown-statement');
  const [before] = due;
  const after = await until(asked, 'standing');
  expect(Date.parse(after.confirmBy ?? '')).toBeGreaterThan(Date.parse(before?.confirmBy ?? ''));
  expect(await inside.session.canRead()).toBe(true);
  await expectOut(inside, asked);
  expect((await until(asked, 'revoked')).ending).toMatchObject({ why: 'unconfirmed' });
});

test('what is not offered is refused with its place, and one key is one access', async () => {
  const erin = await shop.journey.person('erin');
  const refused = async (change: object) => {
    const { status, body } = await erin.post<ProblemAnswer>('/v1/access', order(change));
    return [status, body.errors[0]?.pointer];
  };
  expect(await refused({ resource: 'nothing' })).toEqual([422, '/resource']);
  expect(await refused({ role: 'postgres' })).toEqual([422, '/role']);
  expect(await refused({ duration: '31d' })).toEqual([422, '/duration']);
  expect(await refused({ release: 'nobody-knows' })).toEqual([422, '/release']);
  const keyed = async (duration: string) => {
    const response = await fetch(`${shop.journey.origin}/v1/access`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${erin.token}`,
        'content-type': 'application/json',
        'idempotency-key': 'once',
      },
      body: JSON.stringify(order({ duration })),
    });
    return (await response.json()) as AccessView & ProblemAnswer;
  };
  const first = await keyed('1h');
  expect(await keyed('1h')).toEqual(first);
  expect((await keyed('2h')).code).toBe('idempotency-key-reused');
  expect(
    (
      await say('opal', first, 'decisions', {
        verdict: 'refuse',
        subjectDigest: first.subjectDigest,
      })
    ).body,
  ).toMatchObject({ outcome: 'accepted' });
  expect((await until(first, 'refused')).decided?.person).toBe('opal');
  type List = { access: AccessView[] };
  const mine = await erin.get<List>('/v1/access?mine=true&ended=true&environment=production');
  expect(mine.body.access[0]?.access).toBe(first.access);
});

test('the command line asks, grants, tells the password once, and ends it', async () => {
  const { tidegate } = cliAt(shop);
  const wanted = `production orders-db ${lent.role} --for 1h --reason INC-7`;
  const asked = await tidegate(`access ask ${wanted} --as erin`);
  const [grantIt, id = ''] = /access grant (\S+) \S+/.exec(asked.out) ?? [];
  expect((await tidegate(`${grantIt} --as erin`)).code).not.toBe(0);
  expect(await tidegate(`${grantIt} --as opal`)).toMatchObject({ code: 0 });
  await eventually('it stands', async () => {
    const { out } = await tidegate('access list --environment production --as nora');
    return out.includes(`${id} standing`) ? true : null;
  });
  const { out } = await tidegate(`access password ${id} --as erin`);
  const [account = '', password = ''] = out.split('\n');
  expect(await lent.login(account, password)).not.toBeNull();
  expect((await tidegate(`access password ${id} --as erin`)).code).not.toBe(0);
  expect(await tidegate(`access end ${id} --as erin`)).toMatchObject({ code: 0 });
  await eventually('it is over', async () => {
    const { out: mine } = await tidegate('access list --mine --as erin');
    return mine.includes(id) ? null : true;
  });
  expect(await lent.login(account, password)).toBeNull();
}, 60_000);
