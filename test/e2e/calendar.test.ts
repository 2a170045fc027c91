import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import { runningBelow } from '../support/journey/running.ts';

const shop = useJourney(({ apply }) =>
  apply(
    shopPolicy('windowed', { lab: quietEnvironment({ window: true }) }),
    shopPolicy('tested', {
      lab: quietEnvironment({ uat: { group: 'testers', cycle: '1h', escalateTo: 'management' } }),
    }),
  ),
);

const dayMs = 86_400_000;
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
  const rows = await query<{ release: string; type: string; fence: number | null; at: string }>(
    databaseUrl,
    `select release, content->'event'->>'type' as type, content->>'at' as at,
      (content->'event'->>'fence')::int as fence
    from ledger where content->'event'->>'type' in ('lease.granted', 'lease.released')
      and release in ('one', 'two') order by content->>'at'`,
  );
  expect(rows.map(({ release, type }) => `${release} ${type}`)).toEqual([
    'one lease.granted',
    'one lease.released',
    'two lease.granted',
    'two lease.released',
  ]);
  expect(rows[2]?.fence).toBeGreaterThan(rows[0]?.fence ?? 0);
});
