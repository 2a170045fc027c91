import { join } from 'node:path';
import { ask, sendCustomers } from '../support/journey/customers.ts';
import {
  members,
  quietEnvironment,
  shopCatalog,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';

const targets = 8;
const smoke = { check: 'http', name: 'smoke', component: 'shop', path: '/smoke', at: 'instances' };
const uat = { group: 'testers', cycle: '1h', escalateTo: 'management' };

/** The shop as eight processes behind a real nginx, in two sets while users are switched. */
const shop = useJourney(
  async (journey) => {
    const { repository, stateFolder } = journey;
    repository.version('2.0.0');
    repository.version('2.1.0', { oneTurnsStale: true });
    const folders = { repository: repository.path, tool: join(stateFolder, 'tool') };
    await journey.apply(
      shopCatalog(
        folders,
        members,
        {},
        {
          strategy: { kind: 'blue-green', keep: '4s', sessions: '3s' },
          settings: { command: ['node', 'server.mjs'], instances: targets, startTimeoutMs: 60_000 },
        },
      ),
      shopPolicy('plain', { lab: quietEnvironment({ validate: [smoke] }) }),
      shopPolicy('tested', { lab: quietEnvironment({ validate: [smoke], uat }) }),
    );
    const first = await begin('first', 'plain', '1.0.0');
    await first.review();
  },
  undefined,
  'nginx',
);

const begin = (name: string, policy: string, version: string): Promise<JourneyRelease> =>
  shop.journey.begin(shopRelease({ name, policy, version }));

const origin = async () => (await shop.journey.originOf('lab', 'shop')) ?? '';

/** How many processes of each version run, asked of the machine. */
function running(): Readonly<Record<string, number>> {
  const versions = runningBelow(shop.journey.stateFolder).map(({ version }) => version ?? '');
  return Object.fromEntries(
    [...new Set(versions)].map((each) => [each, versions.filter((one) => one === each).length]),
  );
}

test('lets no request fail while users are switched and switched back', async () => {
  const users = await Promise.all([1, 2, 3].map(async () => sendCustomers(await origin())));
  const session = await openSession(await origin());
  const release = await begin('forth', 'tested', '2.0.0');
  await release.untilBlocked('lab/switch/sessions');

  expect(await ask(await origin())).toEqual({ status: 200, version: '2.0.0' });
  expect(await session.meets()).toBe('1.0.0');
  await release.untilBlocked('lab/uat');
  expect(await session.meets()).toBe('2.0.0');
  expect(running()).toEqual({ '1.0.0': targets, '2.0.0': targets });
  expect((await release.command('opal', 'rollback')).body.outcome).toBe('accepted');
  const closed = await release.review();
  expect(closed.outcome).toBe('rolled-back');
  expect(await session.meets()).toBe('1.0.0');
  await Promise.all(users.map((user) => user.leave()));

  for (const { met } of users) {
    expect(met.filter(({ status }) => status !== 200)).toEqual([]);
    // In one step there, and in one step back.
    const changes = met.filter(({ version }, index) => version !== met[index - 1]?.version);
    expect(changes.map(({ version }) => version)).toEqual(['1.0.0', '2.0.0', '1.0.0']);
  }
  expect(running()).toEqual({ '1.0.0': targets });
});

test('switches nobody while one of eight targets says that it is something else', async () => {
  const user = sendCustomers(await origin());
  const release = await begin('stale', 'plain', '2.1.0');
  const { reason } = await release.untilBlocked('lab/switch/failed');
  expect(reason).toMatch(/1 of the 8 targets of shop cannot get users\. target \d\/\d+: /);
  expect(reason).toContain('reports the digest that of another version, not sha256:');
  expect(await release.facts('traffic.shifted')).toEqual([]);
  await release.command('opal', 'rollback');
  await release.review();
  await user.leave();
  expect(new Set(user.met.map(({ version }) => version))).toEqual(new Set(['1.0.0']));
  expect(running()).toEqual({ '1.0.0': targets });
});

test('keeps what was replaced standing for its time, and retires it then', async () => {
  const release = await begin('settled', 'plain', '2.0.0');
  const { remedy } = await release.untilBlocked('lab/switch/keep');
  expect(remedy).toContain('rollback');
  expect(running()).toEqual({ '1.0.0': targets, '2.0.0': targets });
  expect((await release.review()).outcome).toBe('released');
  expect(running()).toEqual({ '2.0.0': targets });
  expect(await ask(await origin())).toEqual({ status: 200, version: '2.0.0' });
});

/** A user who comes back with the cookie of the first answer. */
async function openSession(at: string) {
  let cookie = '';
  const meets = async () => {
    const answer = await fetch(at, { headers: { cookie } });
    const [given] = answer.headers.getSetCookie();
    if (given !== undefined) cookie = given.split(';')[0] ?? '';
    return ((await answer.json()) as { version: string }).version;
  };
  expect(await meets()).toBe('1.0.0');
  return { meets };
}
