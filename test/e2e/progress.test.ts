import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseProgress } from '../../domain/progress/progress.ts';
import { readStream } from '../support/api/event-stream.ts';
import { sendCustomers } from '../support/journey/customers.ts';
import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';

type Stage = ReleaseProgress['stages'][number];
type Part = Stage['parts'][number];

const steps = [50, 100].map((weightPercent) => ({ weightPercent, observe: '1s', patience: '20s' }));
const components = ['prices', 'shop'];

const shop = useJourney(async ({ apply, repository, stateFolder }) => {
  repository.version('2.0.0', { wellOnce: join(stateFolder, 'well') });
  repository.version('2.1.0');
  await apply(
    shopPolicy('install', { lab: quietEnvironment() }),
    shopPolicy('paced', {
      lab: quietEnvironment({
        canary: { steps, thresholds: { minimumRequests: 20, maximumLatencyRatio: 100 } },
        stabilize: { duration: '3s', observeEvery: '200ms', minimumRequests: 5 },
      }),
    }),
  );
  for (const name of ['one', 'two', 'three']) {
    const order = { name, policy: 'install', version: '1.0.0', components };
    const release = await shop.journey.begin(shopRelease(order));
    await release.until('is deployed', ({ phase }) => phase === 'reviewing');
  }
});

const path = (release: string) => `/v1/releases/${release}/progress`;

async function progressOf(release: string): Promise<ReleaseProgress> {
  const rita = await shop.journey.person('rita');
  const { body } = await rita.get<ReleaseProgress>(path(release));
  return body;
}

/** Asks until a part of the stage is as it is looked for. */
function untilPart(release: string, stage: string, isIt: (part: Part) => boolean) {
  let last: ReleaseProgress | null = null;
  const look = async (): Promise<[Part, Stage] | null> => {
    last = await progressOf(release);
    const found = last.stages.find((known) => known.stage === stage);
    const part = found?.parts.find(isIt);
    return found === undefined || part === undefined ? null : [part, found];
  };
  return eventually(`${release} tells of ${stage}`, look, () => JSON.stringify(last));
}

const begin = (name: string, version: string) =>
  shop.journey.begin(shopRelease({ name, policy: 'paced', version, components }));

test('tells how far each component and target is, and what is left by earlier runs', async () => {
  const { stateFolder, origin, originOf } = shop.journey;
  const release = await begin('watched', '2.0.0');
  const leaving = new AbortController();
  const { token } = await shop.journey.person('rita');
  const heard: ReleaseProgress[] = [];
  const listening = (async () => {
    const headers = { authorization: `Bearer ${token}` };
    const stream = readStream(`${origin}${path('watched')}`, headers, leaving.signal);
    for await (const { event, data } of stream) {
      expect(event).toBe('progress');
      heard.push(data as ReleaseProgress);
    }
  })().catch(() => {});

  const [instance] = await untilPart(
    'watched',
    'lab/deploy',
    ({ component, target, step }) =>
      component === 'prices' && target !== null && step === '/healthz answers 503',
  );
  expect(instance).toMatchObject({ target: expect.stringMatching(/^instance 0 at port \d+$/) });
  expect(existsSync(instance.log ?? '')).toBe(true);
  const [whole, deploy] = await untilPart(
    'watched',
    'lab/deploy',
    ({ component, target }) => component === 'prices' && target === null,
  );
  expect(whole).toMatchObject({ share: 0, counters: { instances: 1, instancesReady: 0 } });
  for (const timeLeft of [whole.timeLeft, deploy.timeLeft]) {
    expect(timeLeft).toMatchObject({ basis: 'earlier-runs', earlierRuns: 3 });
    expect(timeLeft?.leftMs).toBeGreaterThanOrEqual(0);
  }
  writeFileSync(join(stateFolder, 'well'), '');

  await release.until('is deployed', ({ stage }) => stage === 'lab/canary');
  const customers = sendCustomers((await originOf('lab', 'shop')) ?? '');
  const prices = sendCustomers((await originOf('lab', 'prices')) ?? '');
  const [canary, stage] = await untilPart(
    'watched',
    'lab/canary',
    ({ component, counters }) => component === 'shop' && (counters['requests'] ?? 0) > 0,
  );
  expect(canary).toMatchObject({ counters: { requestsNeeded: 20, failureRate: 0 } });
  expect(canary.timeLeft).toMatchObject({ basis: 'plan' });
  expect(stage.timeLeft).toMatchObject({ basis: 'unknown', earlierRuns: 0, leftMs: null });
  const [stable] = await untilPart('watched', 'lab/stabilize', ({ step }) => step === 'watched');
  expect(stable.timeLeft?.leftMs).toBeLessThanOrEqual(3_000);
  expect((await release.review()).outcome).toBe('released');
  await Promise.all([customers.leave(), prices.leave()]);

  expect(await progressOf('watched')).toMatchObject({ stages: [] });
  await eventually('the stream has the end', async () =>
    heard.at(-1)?.stages.length === 0 ? true : null,
  );
  leaving.abort();
  await listening;
  const built = heard.flatMap(({ stages }) => stages.filter(({ stage: id }) => id === 'build'));
  const done = built.flatMap(({ parts }) => parts.flatMap((part) => [part, ...part.trail]));
  expect(done.map(({ step }) => step)).toEqual(expect.arrayContaining(['checkout', 'build']));
  expect(heard.some(({ stages }) => stages.some(({ kind }) => kind === 'stabilize'))).toBe(true);
}, 120_000);

test('releases as well while nothing of it can be kept', async () => {
  const release = await begin('unheard', '2.1.0');
  // Refuses what is told, as records that are away would, and takes the facts.
  const { databaseUrl, originOf } = shop.journey;
  await query(
    databaseUrl,
    `create function refuse_progress() returns trigger language plpgsql as
      $$ begin raise exception 'The disk is full.' using errcode = 'disk_full'; end $$`,
  );
  await query(
    databaseUrl,
    'create trigger refuse_progress before insert on progress execute function refuse_progress()',
  );
  await release.until('is deployed', ({ stage }) => stage === 'lab/canary');
  const customers = await Promise.all(
    components.map(async (name) => sendCustomers((await originOf('lab', name)) ?? '')),
  );
  await release.until('is watched', ({ stage }) => stage === 'lab/stabilize');
  const [stage] = (await progressOf('unheard')).stages;
  expect(stage).toMatchObject({ stage: 'lab/stabilize', parts: [] });
  expect((await release.review()).outcome).toBe('released');
  for (const each of customers) await each.leave();
}, 120_000);
