import { join } from 'node:path';
import { readContact } from '../../adapters/traffic/gateway/contact.ts';
import { type Customers, sendCustomers } from '../support/journey/customers.ts';
import {
  members,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { runningBelow } from '../support/journey/running.ts';
import { startAlertmanager } from '../support/metrics/start-alertmanager.ts';
import type { RunningServer } from '../support/metrics/start-monitor.ts';
import { startPrometheus } from '../support/metrics/start-prometheus.ts';

/** The watch alone would bear any number of failures: what is left are alerts. */
const stabilize = { duration: '1h', observeEvery: '1s', maximumFailureRate: 1 };
const alerts = { from: 'monitoring', labels: { severity: ['critical'] } };
const alerted = shopPolicy('alerted', { lab: quietEnvironment({ stabilize, alerts }) });
const install = shopPolicy('install', { lab: quietEnvironment() });

const withinMs = 100_000;
const servers: RunningServer[] = [];
let alertmanager = '';
const shop = useJourney(async (journey) => {
  journey.repository.version('2.0.0', { failEvery: 2 });
  // Alertmanager has an account like a person's, in the group whose alerts count.
  await journey.regroup({ ...members, monitoring: ['nora'] }, install, alerted);
  const { token } = await journey.person('nora');
  const folder = join(journey.stateFolder, 'alertmanager');
  const receiver = { url: `${journey.origin}/v1/alerts`, token };
  const sender = await startAlertmanager(folder, receiver);
  servers.push(sender);
  alertmanager = sender.url;
  const root = join(journey.stateFolder, 'gateway');
  const target = {
    address: `127.0.0.1:${(await readContact(root))?.adminPort}`,
    tokenFile: join(root, 'admin-token'),
  };
  const rule = {
    alertmanager,
    alert: 'ShopFails',
    expr: 'sum(increase(tidegate_gateway_failures_total{component="shop"}[2s])) > 0',
    labels: { environment: 'lab', service: 'shop', severity: 'critical' },
  };
  servers.push(await startPrometheus(join(journey.stateFolder, 'prometheus'), target, rule));
});
afterAll(async () => {
  for (const server of servers.toReversed()) await server.stop();
});

const begin = (name: string, policy: string, version: string) =>
  shop.journey.begin(shopRelease({ name, policy, version, components: ['prices', 'shop'] }));

const standing = () =>
  runningBelow(shop.journey.stateFolder)
    .filter(({ cwd }) => cwd.includes('/shop/'))
    .map(({ version }) => version);

/** What Alertmanager itself says that it has. */
async function firing(): Promise<readonly string[]> {
  const answer = await fetch(`${alertmanager}/api/v2/alerts`);
  const known = (await answer.json()) as { labels: Record<string, string> }[];
  return known.map(({ labels }) => labels['alertname'] ?? '');
}

type Taken = {
  readonly alerts: readonly {
    readonly outcome: string;
    readonly releases: readonly { readonly outcome: string; readonly code: string | null }[];
  }[];
};

/** Sends one alert as somebody, and answers with what became of it. */
async function send(as: string, labels: Readonly<Record<string, string>>) {
  const person = await shop.journey.person(as);
  const startsAt = new Date().toISOString();
  const alert = { status: 'firing', labels, startsAt, fingerprint: `by-${as}` };
  const body = { version: '4', groupKey: '{}', alerts: [alert] };
  const answer = await person.post<Taken>('/v1/alerts', body);
  const [taken] = answer.body.alerts ?? [];
  return { status: answer.status, taken };
}

test('a version that fails users goes back because Alertmanager says so, once', async () => {
  const first = await begin('first', 'install', '1.0.0');
  await first.review();
  const customers: Customers = sendCustomers((await shop.journey.originOf('lab', 'shop')) ?? '');
  try {
    const nobody = await send('nora', { alertname: 'Early', environment: 'lab' });
    expect(nobody).toMatchObject({ status: 200, taken: { outcome: 'no-release', releases: [] } });
    const second = await begin('second', 'alerted', '2.0.0');
    await second.until('goes back', ({ phase }) => phase === 'reviewing', withinMs);
    const { rollback, incidents } = await second.view();
    expect(rollback?.reason).toContain('The alert ShopFails fires in lab.');
    expect(incidents).toMatchObject([{ kind: 'breach', how: expect.stringContaining('again') }]);
    expect(standing()).toEqual(['1.0.0']);
    expect(await firing()).toContain('ShopFails');

    // Alertmanager says it again every second, and what has led to something leads to nothing more.
    const late = await send('nora', {
      alertname: 'Late',
      environment: 'lab',
      service: 'shop',
      severity: 'critical',
    });
    expect(late.taken?.outcome).toBe('no-release');
    const said = await second.facts('statement.accepted');
    expect(said.filter(({ kind, says }) => kind === 'alert' && says === 'firing')).toHaveLength(1);
    expect(await second.facts('alert.judged')).toMatchObject([{ outcome: 'breach' }]);
    const served = customers.met.length;
    await eventually('users are served by what was there before', async () =>
      customers.met.length > served + 20 ? true : null,
    );
    expect(customers.met.slice(served).every(({ version }) => version === '1.0.0')).toBe(true);
    expect((await second.review()).outcome).toBe('rolled-back');
  } finally {
    await customers.leave();
  }
}, 200_000);

test('who else says so, and what else fires, takes nothing back', async () => {
  const release = await begin('third', 'alerted', '1.0.0');
  await release.untilBlocked('lab/stabilize/watch');
  const critical = { alertname: 'Forged', environment: 'lab', severity: 'critical' };
  const cases = [
    ['opal', critical, 'alert/not-entitled'],
    ['nora', { ...critical, severity: 'warning' }, 'alert/about-another'],
    ['nora', { ...critical, service: 'schema' }, 'alert/about-another'],
  ] as const;
  for (const [who, labels, code] of cases) {
    const { taken } = await send(who, labels);
    expect(taken).toMatchObject({ outcome: 'told', releases: [{ outcome: 'refused', code }] });
  }
  expect((await send('nora', { ...critical, environment: 'moon' })).taken?.outcome).toBe(
    'no-address',
  );
  expect((await release.view()).phase).toBe('rolling-out');
  expect(await release.facts('alert.judged')).toEqual([]);
  await release.command('opal', 'proceed', { target: 'lab/stabilize' });
  await release.review();
}, 100_000);
