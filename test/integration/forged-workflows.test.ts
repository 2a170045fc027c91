import { Attacker, signerOf } from '../support/journey/attacker.ts';
import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { ledgerRows, query } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { temporalCli } from '../support/journey/temporal-cli.ts';

const uat = {
  group: 'testers',
  count: 1,
  cycle: '1h',
  atExpiry: 'fail',
  escalateTo: 'management',
};

const shop = useJourney(async ({ apply, repository }) => {
  repository.version('2.0.0');
  await apply(
    shopPolicy('board', { lab: quietEnvironment({ approvals: [anApproval('cab')] }) }),
    shopPolicy('tested', { lab: quietEnvironment({ uat }) }),
  );
});

const document = (name: string, policy: string) => shopRelease({ name, policy, version: '2.0.0' });

async function waiting(name: string): Promise<JourneyRelease> {
  const release = await shop.journey.begin(document(name, 'board'));
  await release.untilBlocked('lab/cab');
  return release;
}

type Found = { id: string; release: string; firstSeen: string; remedy: string; message: string };

async function reports(): Promise<readonly Found[]> {
  const { body } = await (await shop.journey.person('rita')).get<{ reports: Found[] }>(
    '/v1/reports',
  );
  return body.reports;
}

async function holderOf(environment: string): Promise<string | null> {
  type Answer = { environments: { name: string; holder: string | null }[] };
  const { body } = await (await shop.journey.person('rita')).get<Answer>('/v1/environments');
  return body.environments.find(({ name }) => name === environment)?.holder ?? null;
}

/** What the remedy says: the same request again. */
async function startAgain(name: string, policy: string): Promise<void> {
  const erin = await shop.journey.person('erin');
  const text = 'select plan_digest from plans where release = $1';
  const [sealed] = await query<{ plan_digest: string }>(shop.journey.databaseUrl, text, [name]);
  const order = { spec: document(name, policy), planDigest: sealed?.plan_digest };
  expect((await erin.post('/v1/releases', order)).status).toBe(200);
}

test('a workflow that somebody starts with a plan of his own is idle and reported', async () => {
  const { journey } = shop;
  const attacker = new Attacker(journey);
  const release = await waiting('genuine');
  const text = 'select plan_digest, plan, seal from plans where release = $1';
  type Sealed = { plan_digest: string; plan: object; seal: string };
  const [sealed] = await query<Sealed>(journey.databaseUrl, text, ['genuine']);
  const planDigest = sealed?.plan_digest ?? '';
  const strange = await signerOf(journey, 'rehearsal', 'rehearsal');
  const issuedAt = new Date().toISOString();
  const content = { kind: 'plan-seal', release: 'strange', planDigest, requestedBy: 'x', issuedAt };
  const { jws } = await strange.signSeal(content as Parameters<typeof strange.signSeal>[0]);
  await query(
    journey.databaseUrl,
    `insert into plans (release, request_digest, plan, plan_digest, requested_by, seal)
      values ('strange', 'x', $1, $2, 'x', $3)`,
    [JSON.stringify(sealed?.plan), planDigest, jws],
  );
  const started = [
    await attacker.start({ release: 'invented', planDigest }, 'release-invented'),
    await attacker.start({ release: 'strange', planDigest }, 'release-strange'),
    await attacker.start({ release: 'genuine', planDigest }, 'release-genuine-too'),
  ];
  for (const handle of started) await expect(handle.result()).rejects.toThrow(/failed/);
  for (const name of ['invented', 'strange', 'genuine-too']) {
    expect(await ledgerRows(journey.databaseUrl, name)).toEqual([]);
  }
  const expected = [
    'release/ended strange',
    'workflow/unknown genuine-too',
    'workflow/unknown invented',
  ];
  const found = await eventually('three reports', async () => {
    await attacker.sweep();
    const ids = (await reports()).map(({ id }) => id).toSorted();
    return ids.length < expected.length ? null : ids;
  });
  expect(found).toEqual(expected);
  await query(journey.databaseUrl, `delete from plans where release = 'strange'`);
  await release.decide('cora', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
}, 120_000);

test('a terminated release is reported, and only the same request brings it on', async () => {
  const attacker = new Attacker(shop.journey);
  const release = await waiting('ended');
  const facts = (await release.view()).seq;
  const state = await attacker.workflowOf('ended').query<object>('state');
  await attacker.workflowOf('ended').terminate('somebody did');
  await attacker.sweep();
  const blocker = await release.untilBlocked('release/ended ended');
  expect(blocker.reason).toMatch(/workflow is terminated/);
  expect(blocker.remedy).toMatch(/POST \/v1\/releases/);
  const [first] = (await reports()).filter(({ release: name }) => name === 'ended');
  await attacker.sweep();
  expect((await reports()).filter(({ release: name }) => name === 'ended')).toMatchObject([
    { firstSeen: first?.firstSeen },
  ]);
  // Who starts it with a state in which everything was approved starts it as it was recorded.
  const { planDigest } = await release.view();
  const approved = {
    ...state,
    stages: (state as { stages: object[] }).stages.map((stage) => ({
      ...stage,
      status: 'succeeded',
    })),
  };
  await attacker.start(
    { release: 'ended', planDigest, carried: { state: approved } },
    'release-ended',
  );
  type State = { readonly stages: readonly { readonly status: string }[] };
  await eventually('the run begins with what is recorded', async () => {
    const { stages } = await attacker.workflowOf('ended').query<State>('state');
    return stages.every(({ status }) => status === 'succeeded') ? null : true;
  });
  await release.untilBlocked('lab/cab');
  await attacker.workflowOf('ended').terminate('and again');
  await startAgain('ended', 'board');
  await eventually('a closed report', async () => {
    await attacker.sweep();
    return (await reports()).some(({ release: name }) => name === 'ended') ? null : true;
  });
  expect((await release.view()).seq).toBe(facts);
  await release.decide('cora', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
  const actions = (await ledgerRows(shop.journey.databaseUrl, 'ended')).map(
    ({ content }) => (JSON.parse(content) as { action?: string }).action,
  );
  expect(actions).toEqual(expect.arrayContaining(['report', 'report-closed']));
}, 120_000);

test('an environment stays with a release that was ended half-way', async () => {
  const attacker = new Attacker(shop.journey);
  const holder = await shop.journey.begin(document('half-way', 'tested'));
  await holder.untilBlocked('lab/uat');
  const next = await shop.journey.begin(document('patient', 'tested'));
  await next.untilBlocked('lab/deploy/lease');
  const environment = shop.journey.temporal.client.workflow.getHandle('environment-lab');
  await environment.signal('release-lease', { release: 'half-way' });
  await environment.signal('request-lease', { release: 'invented', priority: 9 });
  await environment.signal('release-lease');
  await attacker.workflowOf('half-way').terminate('somebody did');
  await environment.terminate('this one, too');
  await attacker.sweep();
  await holder.untilBlocked('lease/held-by-ended lab');
  expect(await holderOf('lab')).toBe('half-way');
  expect((await next.view()).blockers.map(({ id }) => id)).toEqual(['lab/deploy/lease']);
  await startAgain('half-way', 'tested');
  await holder.untilBlocked('lab/uat');
  await holder.accept('una', 'lab/uat');
  expect((await holder.review()).outcome).toBe('released');
  await next.untilBlocked('lab/uat');
  expect(await holderOf('lab')).toBe('patient');
  await next.accept('una', 'lab/uat');
  expect((await next.review()).outcome).toBe('released');
  const applied = (await ledgerRows(shop.journey.databaseUrl, 'half-way'))
    .filter(({ sort }) => sort === 'action')
    .map(({ content }) => JSON.parse(content) as { action: string; phase: string })
    .filter(({ action, phase }) => action === 'deployComponent' && phase === 'intent');
  expect(applied).toHaveLength(1);
}, 180_000);

test('a release that was ended before it changed anything gives its environment back', async () => {
  const attacker = new Attacker(shop.journey);
  const { records } = shop.journey;
  const release = await waiting('untouched');
  const fence = (await records.leasesOf('lab')).fence + 1;
  await attacker.workflowOf('untouched').terminate('somebody did');
  // As it is between the grant and the first step.
  await records.record({ environment: 'lab', place: 1, release: 'untouched', fence });
  const environment = shop.journey.temporal.client.workflow.getHandle('environment-lab');
  await environment.terminate('so that it begins with the records');
  const { freed } = await attacker.sweep();
  expect(freed).toEqual(['lab']);
  await eventually('lab is free', async () => ((await holderOf('lab')) === null ? true : null));
  await startAgain('untouched', 'board');
  await release.decide('cora', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
}, 120_000);

test('a reset release is reported, and ends as it would have', async () => {
  const { namespace } = shop.journey.temporal;
  const attacker = new Attacker(shop.journey);
  const release = await waiting('reset');
  const id = ['--workflow-id', 'release-reset', '--reason', 'somebody did', '-y'];
  await temporalCli(namespace, 'workflow', 'reset', ...id, '--type', 'LastWorkflowTask');
  await attacker.sweep();
  await release.untilBlocked('release/reset reset');
  await temporalCli(namespace, 'workflow', 'reset', ...id, '--event-id', '10');
  // What it would record now differs from what is recorded, so it stops before it touches anything.
  await eventually('the fork ends', async () => {
    await attacker.sweep();
    return (await reports()).some(({ id: known }) => known === 'release/ended reset') ? true : null;
  });
  await startAgain('reset', 'board');
  await release.decide('cora', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
}, 120_000);
