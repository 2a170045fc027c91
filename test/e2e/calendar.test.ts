import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import { runningBelow } from '../support/journey/running.ts';

const shop = useJourney(async ({ apply, repository, stateFolder }) => {
  repository.version('2.0.0', { wellOnce: join(stateFolder, 'well') });
  await apply(
    shopPolicy('windowed', { lab: quietEnvironment({ window: true }) }),
    shopPolicy('checked', { lab: quietEnvironment({ window: true, checklist: [slowly] }) }),
    shopPolicy('regional', {
      staging: quietEnvironment({ window: true }),
      production: quietEnvironment({ window: true }),
    }),
    shopPolicy('tested', {
      lab: quietEnvironment({ uat: { group: 'testers', cycle: '1h', escalateTo: 'management' } }),
    }),
  );
});

const [hourMs, dayMs] = [3_600_000, 86_400_000];
/** Takes so long that whoever has no checklist asks for the environment first. */
const slowly = {
  item: 'command',
  check: { name: 'slowly', command: ['node', '-e', 'setTimeout(() => {}, 2_500)'] },
};
const dayFromNow = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

/** Came a year ago for the first time, and again yesterday. */
const freeze = {
  id: 'stocktaking',
  kind: 'freeze',
  title: 'Stocktaking',
  environments: ['lab'],
  teams: ['developers'],
  start: `${dayFromNow(-1 - 364)}T00:00`,
  end: `${dayFromNow(30 - 364)}T00:00`,
  timeZone: 'Asia/Kolkata',
  rrule: 'FREQ=WEEKLY;INTERVAL=52',
  owner: 'management',
};
/** Is open all the while, which the freeze overrules. */
const openSeason = {
  id: 'open-season',
  kind: 'allow',
  title: 'Open season',
  environments: ['lab'],
  start: `${dayFromNow(-2)}T00:00:00Z`,
  end: `${dayFromNow(90)}T00:00:00Z`,
  owner: 'management',
};
/** India has no summer time. */
const opensAt = new Date(`${dayFromNow(30)}T00:00:00+05:30`).toISOString();

const running = () => runningBelow(shop.journey.stateFolder);

test('holds a release while a freeze lasts, and lets it go on once it is lifted', async () => {
  const { begin, person } = shop.journey;
  const rita = await person('rita');
  const erin = await person('erin');
  expect((await erin.post('/v1/calendar/entries', freeze)).status).toBe(403);
  for (const entry of [freeze, openSeason]) {
    expect((await rita.post('/v1/calendar/entries', entry)).status).toBe(201);
  }
  const document = shopRelease({ name: 'planned', policy: 'windowed', version: '1.0.0' });
  type Planned = { forecast: { starts: readonly { environment: string; at: string }[] } };
  const { body: planned } = await erin.post<Planned>('/v1/plans', document);
  expect(planned.forecast.starts).toMatchObject([
    { environment: 'lab', at: opensAt, reason: expect.stringContaining('Stocktaking') },
  ]);
  const order = { name: 'frozen', policy: 'windowed', version: '1.0.0' };
  const release = await begin(shopRelease(order));
  const blocker = await release.untilBlocked('lab/window/window');
  expect(blocker).toMatchObject({
    kind: 'window',
    until: opensAt,
    clearedBy: ['management'],
    reason: expect.stringContaining('Stocktaking'),
  });
  const held = await release.view();
  expect(held.phase).toBe('rolling-out');
  expect(held.earliestStart).toMatchObject({ environment: 'lab', at: opensAt });
  expect(running()).toEqual([]);
  expect((await rita.delete('/v1/calendar/entries/stocktaking')).status).toBe(204);
  const lifted = Date.now();
  await release.until('goes on', ({ stage }) => stage !== 'lab/window');
  // It would look by itself after an hour.
  expect(Date.now() - lifted).toBeLessThan(10_000);
  expect((await release.review()).outcome).toBe('released');
  expect(running()).toHaveLength(1);
});

test('gives an environment to one release at a time, and then to the next', async () => {
  const { begin, databaseUrl, person } = shop.journey;
  const first = await begin(shopRelease({ name: 'one', policy: 'tested', version: '1.0.0' }));
  await first.untilBlocked('lab/uat');
  expect((await first.view()).earliestStart).toEqual({
    environment: null,
    at: null,
    reason: 'It depends on people alone: 1 of testers must decide lab/uat.',
  });
  const second = await begin(shopRelease({ name: 'two', policy: 'tested', version: '1.0.0' }));
  const queued = await second.untilBlocked('lab/deploy/lease');
  expect(queued).toMatchObject({ kind: 'lease', remedy: expect.stringContaining('environments') });
  expect((await second.view()).earliestStart.at).toBeNull();
  type Environments = { environments: { name: string; holder: string | null }[] };
  const { body } = await (await person('nora')).get<Environments>('/v1/environments');
  expect(body.environments.find(({ name }) => name === 'lab')?.holder).toBe('one');
  await first.accept('una', 'lab/uat');
  await second.untilBlocked('lab/uat');
  await second.accept('una', 'lab/uat');
  await Promise.all([first.review(), second.review()]);
  const rows = await grantsOf(databaseUrl, ['one', 'two'], ['lease.granted', 'lease.released']);
  expect(rows.map(({ release, type }) => `${release} ${type}`)).toEqual([
    'one lease.granted',
    'one lease.released',
    'two lease.granted',
    'two lease.released',
  ]);
  expect(rows[2]?.fence).toBeGreaterThan(rows[0]?.fence ?? 0);
});

test('lets the more urgent of two that it held go first, though it asks later', async () => {
  const { begin, databaseUrl, person } = shop.journey;
  const rita = await person('rita');
  const closed = { ...freeze, id: 'both', title: 'Stocktaking' };
  expect((await rita.post('/v1/calendar/entries', closed)).status).toBe(201);
  const order = { policy: 'windowed', version: '1.0.0' };
  const routine = await begin(shopRelease({ ...order, name: 'routine' }));
  const priority = { level: 'high', reason: 'It closes a hole.' };
  const patch = await begin(
    shopRelease({ ...order, name: 'patch', policy: 'checked' }, { schedule: { priority } }),
  );
  for (const release of [routine, patch]) await release.untilBlocked('lab/window/window');
  expect((await rita.delete('/v1/calendar/entries/both')).status).toBe(204);
  const { blockers } = await routine.until('reads who goes first', (view) =>
    view.blockers.some(({ reason }) => reason.includes('patch goes first')),
  );
  expect(blockers).toMatchObject([{ kind: 'lease', clearedBy: [], until: null }]);
  await Promise.all([routine.review(), patch.review()]);
  const granted = await grantsOf(databaseUrl, ['routine', 'patch']);
  expect(granted.map(({ release }) => release)).toEqual(['patch', 'routine']);
});

test('holds the releases that an entry speaks of by service and team, and no others', async () => {
  const { begin, person } = shop.journey;
  const rita = await person('rita');
  const speaksOf = { ...freeze, services: ['prices'], environments: [], teams: ['developers'] };
  const elsewhere = { ...speaksOf, id: 'elsewhere', services: ['shop'], teams: ['operations'] };
  for (const entry of [{ ...speaksOf, id: 'prices-only' }, elsewhere]) {
    expect((await rita.post('/v1/calendar/entries', entry)).status).toBe(201);
  }
  const order = { policy: 'windowed', version: '1.0.0' };
  const held = await begin(shopRelease({ ...order, name: 'held', components: ['prices'] }));
  const free = await begin(shopRelease({ ...order, name: 'free' }));
  expect(await held.untilBlocked('lab/window/window')).toMatchObject({
    until: opensAt,
    clearedBy: ['management'],
  });
  expect((await free.review()).outcome).toBe('released');
  const waits = await free.facts('wait.began');
  expect(waits.filter(({ wait }) => wait.kind === 'window')).toEqual([]);
  for (const id of ['prices-only', 'elsewhere']) await rita.delete(`/v1/calendar/entries/${id}`);
  expect((await held.review()).outcome).toBe('released');
});

test('asks about a freeze that begins half-way, and finishes when a person says so', async () => {
  const { begin, person, stateFolder } = shop.journey;
  const rita = await person('rita');
  const components = ['prices', 'shop'];
  const order = { name: 'overrun', policy: 'windowed', version: '2.0.0', components };
  const release = await begin(shopRelease(order));
  // Its guard let it begin, and it is not well yet.
  await eventually('prices starts', async () => {
    return running().some(({ version }) => version === order.version) ? true : null;
  });
  expect((await rita.post('/v1/calendar/entries', { ...freeze, id: 'late' })).status).toBe(201);
  writeFileSync(join(stateFolder, 'well'), '');
  const asked = await release.untilBlocked('lab/deploy/overrun');
  expect(asked).toMatchObject({
    kind: 'decision',
    then: 'halts',
    reason: expect.stringContaining('Stocktaking'),
    remedy: expect.stringContaining('proceed with the target lab/deploy'),
  });
  const broughtIn = async () => {
    const { changes } = await release.view();
    return changes
      .filter(({ status }) => status !== 'registered')
      .map(({ component }) => component);
  };
  expect(await broughtIn()).toEqual(['prices']);
  await release.command('opal', 'proceed', { target: 'lab/deploy' });
  expect((await release.review()).outcome).toBe('released');
  expect(await broughtIn()).toEqual(components);
  await rita.delete('/v1/calendar/entries/late');
});

test('goes from region to region as each one opens by its own clocks', async () => {
  const { arrange, begin, databaseUrl, person } = shop.journey;
  await arrange({ staging: { region: 'ap' }, production: { region: 'us' } });
  const rita = await person('rita');
  const closing = { kind: 'blackout', start: '2026-01-01T00:00', owner: 'management' };
  const close = async (region: string, timeZone: string, forMs: number) => {
    const opensAt = new Date(Math.ceil((Date.now() + forMs) / 1_000) * 1_000).toISOString();
    const about = { id: `close-${region}`, title: `Close in ${region}`, regions: [region] };
    const entry = { ...closing, ...about, timeZone, end: clockIn(timeZone, opensAt) };
    expect((await rita.put(`/v1/calendar/entries/close-${region}`, entry)).status).toBeLessThan(
      300,
    );
    return opensAt;
  };
  const early = await close('ap', 'Asia/Kolkata', hourMs);
  const late = await close('us', 'America/New_York', 2 * hourMs);
  const order = { name: 'around', policy: 'regional', version: '1.0.0' };
  const release = await begin(shopRelease({ ...order, environments: ['production'] }));
  const blocker = await release.untilBlocked('staging/window/window');
  expect(blocker).toMatchObject({ until: early, reason: expect.stringContaining('Close in ap') });
  const asiaOpens = await close('ap', 'Asia/Kolkata', 1_500);
  const next = await release.untilBlocked('production/window/window');
  expect(next).toMatchObject({ until: late, reason: expect.stringContaining('Close in us') });
  const americaOpens = await close('us', 'America/New_York', 1_500);
  expect((await release.review()).outcome).toBe('released');
  const granted = await grantsOf(databaseUrl, ['around']);
  expect(granted.map(({ at }) => at > asiaOpens)).toEqual([true, true]);
  expect(granted.map(({ at }) => at > americaOpens)).toEqual([false, true]);
});

/** What clocks show there, to the second. */
function clockIn(timeZone: string, instant: string): string {
  // Swedes write a time as calendars do.
  return new Date(instant).toLocaleString('sv', { timeZone }).replace(' ', 'T');
}

/** What became of environments, in its order. */
function grantsOf(url: string, releases: readonly string[], types = ['lease.granted']) {
  return query<{ release: string; type: string; fence: number | null; at: string }>(
    url,
    `select release, content->'event'->>'type' as type, content->>'at' as at,
      (content->'event'->>'fence')::int as fence
    from ledger where content->'event'->>'type' = any($1) and release = any($2)
    order by content->>'at'`,
    [types, releases],
  );
}
