import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsalAccount } from '../../domain/rehearsal/account.ts';
import { findTimeSkippingServer } from '../../embedded/toolchain/time-skipping-server.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import type { Answer, ProblemAnswer } from '../support/journey/person.ts';
import { type RehearsalHost, startRehearsalHost } from '../support/journey/rehearsal-host.ts';
import { runningBelow } from '../support/journey/running.ts';

type Rehearsed = {
  readonly state: string;
  readonly account: RehearsalAccount | null;
  readonly links: { readonly self: string };
} & ProblemAnswer;

const fileOf = (name: string) => ({
  name,
  text: readFileSync(join('examples/storefront', name), 'utf8'),
});
const spec = fileOf('release-2.0.0.yaml').text;
const longMs = 120_000;

const shop = useJourney(({ apply }) =>
  apply(fileOf('catalog.yaml'), fileOf('policy.yaml'), fileOf('calendar.yaml')),
);

let host: RehearsalHost | null = null;
afterEach(() =>
  eventually('no server is left', async () =>
    (host?.children() ?? []).length === 0 ? true : null,
  ),
);
afterAll(() => host?.stop());

async function ask(mishaps: object, more: object = {}): Promise<Answer<Rehearsed>> {
  const erin = await shop.journey.person('erin');
  const answer: Answer<Rehearsed> = await erin.post('/v1/rehearsals', { spec, mishaps, ...more });
  return answer;
}

/** The account, wherever it took longer than a request may. */
async function rehearse(mishaps: object, more: object = {}): Promise<RehearsalAccount> {
  const { status, body } = await ask(mishaps, more);
  if (status !== 200 && status !== 202) throw new Error(JSON.stringify(body));
  if (body.account !== null) return body.account;
  const erin = await shop.journey.person('erin');
  let last: Answer<Rehearsed> | null = null;
  const look = async () => {
    last = await erin.get<Rehearsed>(body.links.self);
    return last.body.account ?? null;
  };
  return eventually('the account', look, () => JSON.stringify(last), longMs / 2);
}

/**
 * What PostgreSQL holds, table by table, and what Temporal and the machine run. That something was
 * rehearsed is no part of it.
 */
async function realWorld() {
  const { databaseUrl, stateFolder, temporal, person } = shop.journey;
  const tables = await query<{ name: string }>(
    databaseUrl,
    `select tablename as name from pg_tables
      where schemaname = 'public' and tablename <> 'rehearsals' order by tablename`,
  );
  const digests = tables.map(async ({ name }) => {
    const text = `select count(*)::int as rows,
      md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from "${name}" t`;
    return { name, ...(await query(databaseUrl, text))[0] };
  });
  const environments = await (await person('erin')).get('/v1/environments');
  const workflows: string[] = [];
  for await (const { type } of temporal.client.workflow.list()) workflows.push(type);
  return {
    tables: await Promise.all(digests),
    environments: environments.body,
    deployed: runningBelow(stateFolder),
    releases: workflows.filter((type) => type !== 'rehearsalWorkflow'),
  };
}

const waits = ({ lines }: RehearsalAccount) => lines.filter(({ what }) => what === 'waits');

test(
  'says what is missing where nothing can be rehearsed',
  async () => {
    const unhosted = await ask({});
    expect(unhosted).toMatchObject({ status: 503, body: { code: 'rehearsals-away' } });
    const bare = await startRehearsalHost(shop.journey, null);
    const found = await eventually('the host', async () => {
      const answer = await ask({});
      return answer.body.detail === unhosted.body.detail ? null : answer;
    });
    await bare.stop();
    expect(found).toMatchObject({ status: 503, body: { code: 'rehearsals-away' } });
    expect(found.body.detail).toContain('no time-skipping Temporal server');
    expect(found.body.remedy).toContain('TIDEGATE_TIME_SKIPPING_SERVER');
    host = await startRehearsalHost(shop.journey, await findTimeSkippingServer(() => {}));
  },
  longMs,
);

test(
  'plays a release to its end and touches nothing',
  async () => {
    const before = await realWorld();
    const account = await rehearse({});
    expect(account.outcome).toMatchObject({ ended: 'closed', result: 'released' });
    expect(account.lines.at(-1)).toMatchObject({ what: 'closed' });
    const approvals = waits(account).filter(({ wait }) => wait === 'approval');
    expect(approvals.map(({ stage, who }) => ({ stage, who }))).toEqual([
      { stage: 'production/approval', who: ['cab'] },
      { stage: 'production/approval', who: ['operations'] },
    ]);
    const soaked = account.waiting.find(({ wait }) => wait === 'soak');
    expect(soaked?.waitedMs).toBeGreaterThan(4_000);
    expect(await realWorld()).toEqual(before);
    expect(before.releases).toEqual([]);
  },
  longMs,
);

test(
  'shows that a bad canary is taken back by itself',
  async () => {
    const account = await rehearse({ fail: ['canary'] });
    expect(account.outcome).toMatchObject({ ended: 'closed', result: 'rolled-back' });
    const failed = account.lines.find(({ what }) => what === 'failed');
    expect(failed).toMatchObject({ stage: 'production/canary' });
    const undone = account.lines.filter(({ what }) => what === 'taken-back');
    expect(undone.map(({ text }) => text.split(' ')[0])).toEqual(
      expect.arrayContaining(['web', 'orders', 'payments', 'schema']),
    );
  },
  longMs,
);

test(
  'names the group without which nothing goes on',
  async () => {
    const account = await rehearse({ nobody: ['cab'] }, { horizonDays: 30 });
    expect(account.outcome).toMatchObject({
      ended: 'waits',
      for: ['cab'],
      afterDays: 30,
      stage: 'production/approval',
    });
    const [longest] = account.waiting;
    expect(longest?.waitedMs).toBeGreaterThan(29 * 24 * 3_600_000);
    expect(account.lines.some(({ what }) => what === 'live')).toBe(false);
  },
  longMs,
);

test(
  'waits over the weekend, and for people who take their time',
  async () => {
    const friday = nextFriday();
    const monday = new Date(Date.parse(`${friday}T08:00:00Z`) + 3 * 24 * 3_600_000);
    // A release that is held looks every hour, so the test begins when most of them are over.
    const startAt = new Date(monday.getTime() - 5 * 3_600_000).toISOString();
    const account = await rehearse(
      { closed: ['fri 16:00/mon 08:00'] },
      { startAt, reactionTime: '20m' },
    );
    const [held] = waits(account).filter(({ wait }) => wait === 'window');
    expect(held).toMatchObject({ stage: 'production/window', until: monday.toISOString() });
    const passed = account.lines.find(
      ({ stage, what }) => stage === 'production/window' && what === 'passed',
    );
    expect(passed?.at.slice(0, 16)).toBe(monday.toISOString().slice(0, 16));
    const [accepted] = waits(account).filter(({ wait }) => wait === 'uat');
    expect(Math.round((accepted?.waitedMs ?? 0) / 60_000)).toBe(20);
    expect(account.outcome).toMatchObject({ ended: 'closed', result: 'released' });
  },
  longMs,
);

test('says what is wrong with a mishap, and where', async () => {
  const { status, body } = await ask({
    fail: ['canery', 'deploy:orderz', 'window'],
    nobody: ['cap'],
    closed: ['friday night'],
  });
  expect(status).toBe(422);
  expect(body.errors.map(({ pointer }) => pointer)).toEqual([
    '/mishaps/fail/0',
    '/mishaps/fail/1',
    '/mishaps/fail/2',
    '/mishaps/nobody/0',
    '/mishaps/closed/0',
  ]);
  const remedies = body.errors.map(({ remedy }) => remedy);
  expect(remedies[0]).toContain('Did you mean `canary`?');
  expect(remedies[1]).toContain('Did you mean `orders`?');
  expect(remedies[3]).toContain('Did you mean `cab`?');
  expect(remedies[4]).toContain('fri 16:00/mon 08:00');
});

test('knows nothing of a rehearsal that nobody asked for', async () => {
  const erin = await shop.journey.person('erin');
  const path = '/v1/rehearsals/00000000-0000-4000-8000-000000000000';
  const { status, body } = await erin.get<ProblemAnswer>(path);
  expect({ status, code: body.code }).toEqual({ status: 404, code: 'unknown-rehearsal' });
});

/** The day of the next Friday that has not begun yet. */
function nextFriday(): string {
  const day = new Date();
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== 5);
  return day.toISOString().slice(0, 10);
}
