import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '../support/files/run-tool.ts';
import { ask, sendCustomers } from '../support/journey/customers.ts';
import { shopRelease } from '../support/journey/documents.ts';
import { exportPack, followGuide, rowsIn, signedIn } from '../support/journey/evidence-pack.ts';
import { type Journey, useJourney } from '../support/journey/journey.ts';
import { brokenPositions, ledgerRows } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { componentNames } from '../support/journey/repository.ts';
import { runningBelow } from '../support/journey/running.ts';
import { showHistory, summaryOf, temporalCli } from '../support/journey/temporal-cli.ts';
import { installPolicy, wholePolicy } from '../support/journey/whole-policy.ts';

const inProduction = { environments: ['production'], components: componentNames };

let release: JourneyRelease;
let details = '';
const shop = useJourney(async (journey) => {
  journey.repository.version('2.0.0');
  await journey.apply(installPolicy, wholePolicy);
  const first = { name: 'first', policy: 'install', version: '1.0.0', ...inProduction };
  await (await journey.begin(shopRelease(first))).review();
});

test('goes from plan to closed review while users are served without a failure', async () => {
  const { journey } = shop;
  const customers = (await originsOf(journey)).map(sendCustomers);
  try {
    const document = { name: 'second', policy: 'whole', version: '2.0.0', ...inProduction };
    release = await journey.begin(shopRelease(document));
    await release.untilBlocked('staging/uat');
    expect(await versionsAt(journey)).toEqual(['1.0.0', '1.0.0']);
    expect((await release.accept('una', 'staging/uat')).body.outcome).toBe('accepted');
    await release.untilBlocked('production/operations');
    details = await detailsOf(journey);
    for (const [handle, group] of [
      ['cora', 'cab'],
      ['opal', 'operations'],
    ] as const) {
      const { body } = await release.decide(handle, `production/${group}`);
      expect(body.outcome).toBe('accepted');
    }
    const closed = await release.review();
    expect(closed.outcome).toBe('released');
    expect(closed.stages.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  } finally {
    await Promise.all(customers.map((each) => each.leave()));
  }
  const met = customers.flatMap((each) => each.met);
  expect(met.filter(({ status }) => status !== 200)).toEqual([]);
  expect(new Set(met.map(({ version }) => version))).toEqual(new Set(['1.0.0', '2.0.0']));
});

test('builds the very commit of the tag, and says who wrote it', async () => {
  const { repository, person } = shop.journey;
  const commit = repository.git('rev-parse', 'v2.0.0^{commit}');
  const built = await release.facts('component.built');
  expect(built.map(({ component }) => component).toSorted()).toEqual(componentNames.toSorted());
  const { subject } = await person('dana');
  for (const fact of built) expect(fact).toMatchObject({ commit, authors: [subject] });
});

test('packs files that have the digests it names, and deploys exactly these', async () => {
  const { stateFolder } = shop.journey;
  const { artifacts } = await release.view();
  for (const { component, digest } of artifacts) {
    const file = join(stateFolder, 'artifacts', `${digest.replace(':', '-')}.tgz`);
    expect(`sha256:${runTool('sha256sum', file).split(' ')[0] ?? ''}`).toBe(digest);
    // In both environments: what was tested is what users get.
    const running = runningBelow(stateFolder).filter((each) => each.digest === digest);
    const versions = running.map(({ version }) => version);
    expect(versions).toEqual(component === 'schema' ? [] : ['2.0.0', '2.0.0']);
  }
  const schema = artifacts.find(({ component }) => component === 'schema')?.digest;
  const tool = (name: string) =>
    readFileSync(join(stateFolder, 'tool', 'production', name), 'utf8');
  expect(JSON.parse(tool('state.json'))).toEqual({ version: '2.0.0', digest: schema });
  expect(tool('effects.log')).toBe('up 1.0.0\nup 2.0.0\n');
});

test('serves the new version everywhere, and has stopped the old one', async () => {
  expect(await versionsAt(shop.journey)).toEqual(['2.0.0', '2.0.0']);
  const { stateFolder } = shop.journey;
  expect(new Set(runningBelow(stateFolder).map(({ version }) => version))).toEqual(
    new Set(['2.0.0']),
  );
});

test('passes staging by digest and stands there long enough before production', async () => {
  const { databaseUrl } = shop.journey;
  const passed = await release.facts('environment.passed');
  const admitted = await release.facts('environment.admitted');
  expect(passed.map(({ environment }) => environment)).toEqual(['staging', 'production']);
  const digests = [...passed, ...admitted].map(({ manifestDigest }) => manifestDigest);
  expect(new Set(digests).size).toBe(1);
  const facts = (await ledgerRows(databaseUrl, 'second')).flatMap(({ sort, content }) =>
    sort === 'fact'
      ? [JSON.parse(content) as { at: string; event: { type: string; environment?: string } }]
      : [],
  );
  const at = (type: string, environment: string) =>
    Date.parse(
      facts.find(({ event }) => event.type === type && event.environment === environment)?.at ?? '',
    );
  const stood = at('environment.admitted', 'production') - at('environment.passed', 'staging');
  expect(stood).toBeGreaterThanOrEqual(1_000);
});

test('announces before it looks whether all is ready, and before it deploys', async () => {
  const sent = await shop.journey.announcements();
  expect(sent.map(({ text }) => text)).toContain('second goes out.');
  const judged = await release.facts('gate.judged');
  const items = judged.filter(({ stage }) => stage === 'production/checklist');
  expect(items.map(({ gate, verdict }) => [gate, verdict])).toEqual([
    ['rollback-plan', 'pass'],
    ['window-open', 'pass'],
    ['targets-healthy', 'pass'],
    ['support-coverage', 'pass'],
    ['announcement-sent', 'pass'],
  ]);
});

test('keeps what all looks at its canary together said of harm', async () => {
  const [judged] = await release.facts('canary.judged');
  expect(judged?.report.sequential).toMatchObject({ p: 1, foundAtLook: null });
});

test('asks the new instances before users do, and buys like a customer afterwards', async () => {
  const judged = await release.facts('gate.judged');
  const checks = judged.filter(({ stage }) => /smoke|validate/.test(stage));
  expect(checks.map(({ stage, gate, verdict }) => [stage, gate, verdict])).toEqual([
    ['production/smoke', 'smoke', 'pass'],
    ['production/validate', 'page', 'pass'],
    ['production/validate', 'purchase', 'pass'],
  ]);
  expect(checks.at(-1)?.reason).toBe('Exit code 0: 200 2.0.0');
});

test('tells the whole story in the Temporal UI', async () => {
  const { namespace } = shop.journey.temporal;
  const events = await showHistory(namespace, 'release-second');
  const signals = events.flatMap(
    ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? [],
  );
  expect([...new Set(signals)].toSorted()).toEqual(['command', 'decision', 'uat-verdict']);
  const failed = events.filter(({ eventType }) => eventType.includes('WORKFLOW_TASK_FAILED'));
  expect(failed).toEqual([]);
  const told = events.filter(({ eventType }) =>
    /TIMER_STARTED|ACTIVITY_TASK_SCHEDULED/.test(eventType),
  );
  expect(told.filter((event) => summaryOf(event) === null)).toEqual([]);
  expect(told.map(summaryOf)).toEqual(
    expect.arrayContaining(['Deploy shop to production', 'Watch at 50 %']),
  );
  expect(details).toContain('1 of cab must decide production/cab. Cleared by cab; until 20');
  expect(details).toContain('▶ `production/approval`');
});

test('is found by operators under its state', async () => {
  const { namespace } = shop.journey.temporal;
  const query = 'TidegateRelease = "second" and TidegateState = "released"';
  const parameters = ['workflow', 'list', '--query', query] as const;
  type Listed = readonly { readonly execution: { readonly workflowId: string } }[];
  const found = await temporalCli<Listed>(namespace, ...parameters);
  expect(found.map(({ execution }) => execution.workflowId)).toEqual(['release-second']);
});

test('leaves a chain that anybody can recompute', async () => {
  const { databaseUrl, person } = shop.journey;
  const rows = await ledgerRows(databaseUrl, 'second');
  expect(rows.length).toBeGreaterThan(50);
  expect(brokenPositions(rows)).toEqual([]);
  const { body } = await (await person('audra')).get('/v1/ledger/verify?release=second');
  expect(body).toMatchObject({ holds: true, findings: [{ entries: rows.length, damages: [] }] });
});

test('hands an auditor all of it in one archive that is checked without Tidegate', async () => {
  const { databaseUrl, person, stateFolder } = shop.journey;
  const before = await ledgerRows(databaseUrl, 'second');
  const audra = await person('audra');
  const pack = await exportPack(audra, 'second', stateFolder);
  expect(pack.sums).toBe(
    `sha256:${runTool('sha256sum', join(pack.folder, 'SHA256SUMS')).slice(0, 64)}`,
  );
  expect(signedIn(pack)).toMatchObject({ release: 'second', sums: pack.sums });
  expect(rowsIn(pack)).toEqual(before);
  expect(brokenPositions(rowsIn(pack))).toEqual([]);
  const answers = await followGuide(pack);
  expect(answers).toHaveLength(5);
  expect(answers[2]).toBe(`${before.length} entries up to ${before.at(-1)?.hash}`);

  const index = pack.read('index.html');
  expect(index).toContain('Nothing is missing');
  const commit = shop.journey.repository.git('rev-parse', 'v2.0.0^{commit}');
  const { artifacts, requirements } = await release.view();
  const decided = requirements.flatMap(({ decisions }) => decisions.map(({ by }) => by));
  expect(decided).toHaveLength(3);
  for (const told of [commit, ...artifacts.map(({ digest }) => digest), ...decided]) {
    expect(index).toContain(told);
  }
  expect(pack.read('controls.html')).toMatch(/A\.8\.32.*?shown/s);
  // Names are in one file, and in no other.
  const { subject } = await person('cora');
  expect(pack.read('people.html')).toMatch(new RegExp(`${subject}.*cora`));
  const others = ['index.html', 'release.json', 'ledger.jsonl', 'controls.html'].map(pack.read);
  expect(others.filter((text) => /\bcora\b/i.test(text))).toEqual([]);
  const recorded = (await ledgerRows(databaseUrl, 'second')).slice(before.length);
  expect(recorded.map(({ content }) => JSON.parse(content) as object)).toEqual([
    expect.objectContaining({ action: 'export evidence', by: audra.subject }),
  ]);
});

test('says first of all when evidence is gone, and leaves names out on request', async () => {
  const { person, stateFolder } = shop.journey;
  const [judged] = (await release.facts('gate.judged')).filter(({ evidence }) => evidence !== null);
  const digest = judged?.evidence?.digest ?? '';
  rmSync(join(stateFolder, 'evidence', digest.slice(7)));
  const pack = await exportPack(await person('audra'), 'second', stateFolder, 'omit');
  expect(pack.read('index.html')).toMatch(/MISSING OR DAMAGED: 1.*Gone: the evidence sha256:/s);
  expect(pack.read('index.html')).toContain(digest);
  expect(existsSync(join(pack.folder, 'people.html'))).toBe(false);
  expect(await followGuide(pack)).toHaveLength(5);
  const nora = await person('nora');
  expect(await nora.get('/v1/releases/second/evidence')).toMatchObject({
    status: 403,
    body: { rule: 'role/auditor' },
  });
});

async function originsOf(journey: Journey): Promise<readonly string[]> {
  const origins = ['prices', 'shop'].map((name) => journey.originOf('production', name));
  return (await Promise.all(origins)).map((origin) => origin ?? '');
}

/** What users of prices and shop meet through the gateway. */
async function versionsAt(journey: Journey): Promise<readonly (string | null)[]> {
  const answers = await Promise.all((await originsOf(journey)).map(ask));
  return answers.map(({ version }) => version);
}

/** The page that the Temporal UI shows of a running release. */
async function detailsOf({ temporal }: Journey): Promise<string> {
  const parameters = ['workflow', 'metadata', '--workflow-id', 'release-second'] as const;
  type Said = { readonly queryResult: readonly { readonly currentDetails: string }[] };
  const { queryResult } = await temporalCli<Said>(temporal.namespace, ...parameters);
  return queryResult[0]?.currentDetails ?? '';
}
