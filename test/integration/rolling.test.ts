import { sendCustomers } from '../support/journey/customers.ts';
import {
  members,
  quietEnvironment,
  shopCatalog,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';

const targets = 8;
const command = ['node', 'server.mjs'];
const uat = { group: 'testers', cycle: '1h', escalateTo: 'management' };

const catalogOf = (
  folders: Parameters<typeof shopCatalog>[0],
  strategy: object,
  instances: number,
) =>
  shopCatalog(
    folders,
    members,
    {},
    {
      strategy,
      settings: { command, instances, startTimeoutMs: 3_000 },
    },
  );

/** The shop as eight processes that are replaced in pairs. */
const shop = useJourney(async (journey) => {
  const { repository, stateFolder } = journey;
  repository.version('2.0.0');
  repository.version('2.1.0', { staleAt: 3 });
  const folders = { repository: repository.path, tool: `${stateFolder}/tool` };
  await journey.apply(
    catalogOf(folders, { kind: 'rolling', batch: '25%', maximumUnavailable: 2 }, targets),
    shopPolicy('plain', { lab: quietEnvironment() }),
    shopPolicy('tested', { lab: quietEnvironment({ uat }) }),
  );
  await (await begin('first', 'plain', '1.0.0')).review();
});

const begin = (name: string, policy: string, version: string): Promise<JourneyRelease> =>
  shop.journey.begin(shopRelease({ name, policy, version }));

const origin = async () => (await shop.journey.originOf('lab', 'shop')) ?? '';

/** The processes that run, with their versions, asked of the machine. */
const running = () => runningBelow(shop.journey.stateFolder);
const versions = () =>
  running()
    .map(({ version }) => version ?? '')
    .toSorted();
const allOf = (version: string) => Array.from({ length: targets }, () => version);

test('stops at one stale target of eight, and restores only what was replaced', async () => {
  const before = running().map(({ pid }) => pid);
  const user = sendCustomers(await origin());
  const release = await begin('stale', 'plain', '2.1.0');
  const { reason } = await release.untilBlocked('lab/deploy/failed');
  expect(reason).toMatch(/of instance 2, \/version reports the digest that of another version/);
  const [batch, ...others] = await release.facts('targets.replaced');
  expect(others).toEqual([]);
  expect(batch).toMatchObject({ targets: [0, 1], replaced: 2, of: targets });
  expect((await release.command('opal', 'rollback')).body.outcome).toBe('accepted');
  expect((await release.review()).outcome).toBe('rolled-back');
  await user.leave();
  expect(user.met.filter(({ status }) => status !== 200)).toEqual([]);
  expect(versions()).toEqual(allOf('1.0.0'));
  const untouched = running().filter(({ pid }) => before.includes(pid));
  expect(untouched).toHaveLength(targets - 4);
});

test('goes on after its workers were stopped, and fails no request, forth and back', async () => {
  const users = await Promise.all([1, 2, 3].map(async () => sendCustomers(await origin())));
  const release = await begin('forth', 'tested', '2.0.0');
  await eventually('the first batch', async () =>
    (await release.facts('targets.replaced')).length > 0 ? true : null,
  );
  await shop.journey.stopWorkers();
  await shop.journey.startWorkers();
  await release.untilBlocked('lab/uat');
  expect(versions()).toEqual(allOf('2.0.0'));
  const batches = await release.facts('targets.replaced');
  expect(batches).toMatchObject([
    { targets: [0, 1], replaced: 2 },
    { targets: [2, 3], replaced: 4 },
    { targets: [4, 5], replaced: 6 },
    { targets: [6, 7], replaced: 8 },
  ]);
  await release.command('opal', 'rollback');
  expect((await release.review()).outcome).toBe('rolled-back');
  await Promise.all(users.map((user) => user.leave()));
  for (const { met } of users) {
    expect(met.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(met.map(({ version }) => version))).toEqual(new Set(['1.0.0', '2.0.0']));
  }
  expect(versions()).toEqual(allOf('1.0.0'));
});

test('replaces what keeps state one by one, the primary last', async () => {
  const { repository, stateFolder, apply } = shop.journey;
  const folders = { repository: repository.path, tool: `${stateFolder}/tool` };
  await apply(catalogOf(folders, { kind: 'ordered', primary: 1 }, 3));
  const user = sendCustomers(await origin());
  const release = await begin('in-order', 'plain', '2.0.0');
  expect((await release.review()).outcome).toBe('released');
  await user.leave();
  const batches = await release.facts('targets.replaced');
  // Five of the eight have no place any more.
  expect(batches.map(({ targets: batch }) => batch)).toEqual([
    [7],
    [6],
    [5],
    [4],
    [3],
    [2],
    [0],
    [1],
  ]);
  expect(user.met.filter(({ status }) => status !== 200)).toEqual([]);
  expect(versions()).toEqual(['2.0.0', '2.0.0', '2.0.0']);
});
