import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContact } from '../../adapters/traffic/gateway/contact.ts';
import { cliAt } from '../support/cli/at-journey.ts';
import { sendCustomers } from '../support/journey/customers.ts';
import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { startPrometheus } from '../support/metrics/start-prometheus.ts';

const sum = (metric: string) =>
  `sum(increase(tidegate_gateway_${metric}_total{version="{{version}}"}[{{window}}]))`;

/** The counters alone would bear any number of failures: what is left are the metrics. */
const measured = shopPolicy('measured', {
  lab: quietEnvironment({
    canary: {
      steps: [
        { weightPercent: 50, observe: '500ms', patience: '20s' },
        { weightPercent: 100, observe: '500ms', patience: '20s' },
      ],
      thresholds: {
        minimumRequests: 5,
        maximumLatencyRatio: 1000,
        maximumFailureRateIncrease: 1,
      },
      analysis: {
        initialDelay: '2s',
        interval: '8s',
        count: 1,
        metrics: [
          {
            name: 'failures',
            prometheus: `${sum('failures')} / ${sum('requests')}`,
            step: '1s',
            minimumPoints: 6,
            toleratedShift: 0.05,
          },
          { name: 'speed', gateway: 'p95-latency-ms', step: '1s', toleratedShift: 1e6, weight: 0 },
        ],
      },
    },
  }),
});
const install = shopPolicy('install', { lab: quietEnvironment() });

const withinMs = 150_000;
let closePrometheus = async () => {};
const shop = useJourney(async ({ apply, repository, stateFolder, ...journey }) => {
  repository.version('2.0.0', { failEvery: 2 });
  await apply(install, measured);
  const root = join(stateFolder, 'gateway');
  const address = `127.0.0.1:${(await readContact(root))?.adminPort}`;
  const tokenFile = join(root, 'admin-token');
  const prometheus = await startPrometheus(join(stateFolder, 'prometheus'), { address, tokenFile });
  closePrometheus = () => prometheus.stop();
  await journey.stopWorkers();
  await journey.startWorkers({ TIDEGATE_PROMETHEUS_URL: prometheus.url });
});
afterAll(() => closePrometheus());

/** A dry run from the command line, over the time in which both versions had users. */
function analyse(canary: string, since: string) {
  const { stateFolder } = shop.journey;
  const file = join(stateFolder, measured.name);
  writeFileSync(file, measured.text);
  const until = new Date(Date.parse(since) + 10_000).toISOString();
  return cliAt(shop).tidegate(
    `analyse ${file} --environment lab --component shop --baseline 1.0.0 --canary ${canary} ` +
      `--from ${since} --until ${until} --as erin`,
  );
}

/** Users meet the new version, until it has been taken back for what was measured of it. */
async function releaseBadVersion(): Promise<JourneyRelease> {
  const { begin, originOf } = shop.journey;
  const components = ['prices', 'shop'];
  const first = await begin(
    shopRelease({ name: 'first', policy: 'install', version: '1.0.0', components }),
  );
  await first.until('is there', ({ phase }) => phase === 'reviewing', withinMs);
  await first.review();
  const customers = sendCustomers((await originOf('lab', 'shop')) ?? '');
  try {
    const second = await begin(
      shopRelease({ name: 'second', policy: 'measured', version: '2.0.0', components: ['shop'] }),
    );
    await second.until('goes back', ({ phase }) => phase === 'reviewing', withinMs);
    return second;
  } finally {
    await customers.leave();
  }
}

test('a version goes back for what Prometheus measured, and a dry run says the same', async () => {
  const second = await releaseBadVersion();
  const closed = await second.review();
  expect(closed.outcome).toBe('rolled-back');
  expect(closed.rollback?.reason).toMatch(/^lab\/canary failed: /);
  expect(await second.facts('canary.judged')).toMatchObject([{ verdict: 'pass' }]);
  const [judged] = await second.facts('analysis.judged');
  expect(judged).toMatchObject({
    verdict: 'fail',
    weightPercent: 50,
    looks: { fail: 1 },
    evidence: { digest: expect.stringMatching(/^sha256:/) },
  });
  const [failures, speed] = judged?.metrics ?? [];
  expect(failures).toMatchObject({ metric: 'failures', outcome: 'fail', baseline: { median: 0 } });
  expect(failures?.canary.median).toBeCloseTo(0.5, 1);
  expect(speed).toMatchObject({ metric: 'speed', outcome: 'pass', weight: 0 });

  const person = await shop.journey.person('rita');
  const { body } = await person.get<{ events: { fact?: { at: string; event: object } }[] }>(
    second.at('/events?pageSize=200'),
  );
  const shifted = body.events.find(({ fact }) => fact?.event && isShift(fact.event));
  const since = shifted?.fact?.at ?? '';
  const bad = await analyse('2.0.0', since);
  expect([bad.code, bad.out]).toEqual([1, expect.stringMatching(/failures +fail +0 \(\d+\)/)]);
  const unknown = await analyse('3.0.0', since);
  expect([unknown.code, unknown.out]).toEqual([1, expect.stringContaining('inconclusive')]);
  const same = await analyse('1.0.0', since);
  expect([same.code, same.out]).toEqual([0, expect.stringContaining('pass: The last of 1 look')]);
}, 280_000);

test('a policy that asks for no analysis, or for one that says nothing, is refused', async () => {
  const erin = await shop.journey.person('erin');
  const ask = async (policy: string, until: string) => {
    const { status, body } = await erin.post<ProblemAnswer>('/v1/analyses', {
      policy,
      environment: 'lab',
      component: 'shop',
      baseline: { version: '1.0.0' },
      canary: { version: '2.0.0' },
      from: '2026-01-01T00:00:00Z',
      until,
    });
    return [status, body.errors?.[0]];
  };
  const [before, after] = ['2025-12-31T00:00:00Z', '2026-01-01T01:00:00Z'];
  const sameForBoth = measured.text.replaceAll('{{version}}', '2.0.0');
  expect(await ask(install.text, after)).toMatchObject([422, { code: 'no-analysis' }]);
  expect(await ask(sameForBoth, after)).toMatchObject([422, { code: 'bad-query' }]);
  expect(await ask(measured.text, before)).toMatchObject([422, { pointer: '/until' }]);
});

const isShift = (event: object) => 'type' in event && event.type === 'traffic.shifted';
