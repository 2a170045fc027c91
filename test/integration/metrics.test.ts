import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricsSource } from '../../activities/ports/metrics.ts';
import { createMetrics } from '../../adapters/metrics/metrics.ts';
import { readContact } from '../../adapters/traffic/gateway/contact.ts';
import { stopGateway } from '../../adapters/traffic/gateway/stop.ts';
import type { MetricQuery } from '../../domain/analysis/policy.ts';
import { judgeMetric } from '../../domain/judge/judge-metric.ts';
import type { MetricRules, Series } from '../../domain/judge/metric.ts';
import { eventually } from '../support/journey/eventually.ts';
import { type AnsweringServer, startAnswering } from '../support/metrics/answering-server.ts';
import { type RunningPrometheus, startPrometheus } from '../support/metrics/start-prometheus.ts';
import { digestOf, share } from '../support/traffic/backends.ts';
import { type GatewaySetting, givenGateway, PLACE } from '../support/traffic/given-gateway.ts';
import { loadUntil } from '../support/traffic/load-until.ts';

const sum = (metric: string) => `sum(increase(${metric}{digest="{{digest}}"}[{{window}}]))`;
const failures = sum('tidegate_gateway_failures_total');
const sources: readonly MetricQuery[] = [
  { source: 'gateway', measure: 'failure-rate' },
  {
    source: 'prometheus',
    query: `${failures} / ${sum('tidegate_gateway_requests_total')}`,
  },
];

const stepMs = 1_000;
const rules: MetricRules = {
  harm: 'increase',
  alpha: 0.01,
  minimumPoints: 6,
  toleratedShift: 0.05,
  toleratedShare: 0,
  minimumDelta: 0.33,
  maximumGapMs: 2 * stepMs,
};

type Set = {
  readonly root: string;
  readonly metrics: MetricsSource;
  readonly prometheus: RunningPrometheus;
  /** A time in which both versions had users all along. */
  readonly observed: { readonly fromMs: number; readonly untilMs: number };
};

/** A version of which every second answer is a failure. */
function startHalfBroken(): Promise<AnsweringServer> {
  let asked = 0;
  return startAnswering((_request, response) => {
    asked += 1;
    response.writeHead(asked % 2 === 0 ? 500 : 200).end('2.0.0');
  });
}

/** The real gateway with users, who get both versions, and a real Prometheus that scrapes it. */
function givenUsers(test: (set: Set) => Promise<void>): Promise<void> {
  return givenGateway(async (setting) => {
    const folder = await mkdtemp(join(tmpdir(), 'tidegate-prometheus-'));
    const fresh = await startHalfBroken();
    const address = `127.0.0.1:${(await readContact(setting.root))?.adminPort}`;
    const tokenFile = join(setting.root, 'admin-token');
    const prometheus = await startPrometheus(folder, { address, tokenFile });
    const metrics = createMetrics({
      gateway: { traffic: setting.traffic, clock: () => new Date(), root: join(folder, 'read') },
      prometheus: { url: prometheus.url, timeoutMs: 5_000 },
    });
    try {
      const observed = await haveUsers(setting, fresh.url, metrics);
      await test({ root: setting.root, metrics, prometheus, observed });
    } finally {
      await prometheus.stop();
      await fresh.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function haveUsers(
  { divide, old }: GatewaySetting,
  address: string,
  metrics: MetricsSource,
): Promise<Set['observed']> {
  const fresh = { ...share(50), digest: digestOf('2.0.0'), version: '2.0.0', addresses: [address] };
  const origin = await divide('k1', share(50, old), fresh);
  const users = new AbortController();
  const load = loadUntil(users.signal, origin);
  try {
    // Prometheus takes a moment for its first look.
    await eventually('Prometheus has seen the gateway', async () => {
      const until = Date.now();
      const seen = await rangeOf(metrics, sources[1], '2.0.0', {
        fromMs: until - stepMs,
        untilMs: until,
      });
      return seen.state === 'read' ? seen : null;
    });
    const fromMs = Date.now();
    while (Date.now() < fromMs + 9 * stepMs) {
      await metrics.notice(PLACE);
      await sleep(stepMs / 5);
    }
    return { fromMs: fromMs + stepMs, untilMs: Date.now() };
  } finally {
    users.abort();
    await load;
  }
}

function rangeOf(
  metrics: MetricsSource,
  query: MetricQuery | undefined,
  version: string,
  observed: Set['observed'],
): Promise<Series> {
  if (query === undefined) throw new Error('There is such a source.');
  const target = { ...PLACE, digest: digestOf(version), version };
  const { signal } = new AbortController();
  return metrics.range({ query, target, observed, stepMs, signal });
}

/** What Prometheus says by itself, at that time. */
async function askPrometheus(url: string, digest: string, atMs: number): Promise<number> {
  const query = sources[1]?.source === 'prometheus' ? sources[1].query : '';
  const asked = query.replaceAll('{{digest}}', digest).replaceAll('{{window}}', '1s');
  const parameters = new URLSearchParams({ query: asked, time: String(atMs / 1000) });
  const answer = await fetch(`${url}/api/v1/query?${parameters.toString()}`);
  const content = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(content.data.result[0]?.value[1]);
}

test('both sources tell a version that fails from one that is well, and what nobody knows', () =>
  givenUsers(async ({ root, metrics, prometheus, observed }) => {
    for (const source of sources) {
      const sides = {
        baseline: await rangeOf(metrics, source, '1.0.0', observed),
        canary: await rangeOf(metrics, source, '2.0.0', observed),
      };
      const { outcome, report } = judgeMetric(rules, { observed, ...sides });
      expect({ source: source.source, outcome }).toEqual({
        source: source.source,
        outcome: 'fail',
      });
      expect(report.baseline.median).toBe(0);
      expect(report.canary.median).toBeCloseTo(0.5, 1);
      expect(report.canary.points).toBeGreaterThanOrEqual(rules.minimumPoints);
      const unknown = await rangeOf(metrics, source, '3.0.0', observed);
      expect(unknown).toEqual({ state: 'missing' });
    }

    const canary = await rangeOf(metrics, sources[1], '2.0.0', observed);
    const points = canary.state === 'read' ? canary.points : [];
    for (const { atMs, value } of points) {
      const oracle = await askPrometheus(prometheus.url, digestOf('2.0.0'), atMs);
      expect(value).toBeCloseTo(oracle, 9);
    }

    // Nobody counts any more: what is asked then has no data, whoever is asked.
    await stopGateway({ root });
    const fromMs = Date.now();
    await sleep(2 * stepMs);
    await metrics.notice(PLACE);
    const later = { fromMs: fromMs - 4 * stepMs, untilMs: Date.now() };
    for (const source of sources) {
      const [baseline, now] = [
        await rangeOf(metrics, source, '1.0.0', later),
        await rangeOf(metrics, source, '2.0.0', later),
      ];
      const judged = judgeMetric(
        { ...rules, minimumPoints: 1 },
        {
          observed: later,
          baseline,
          canary: now,
        },
      );
      expect(judged.outcome).toBe('inconclusive');
    }
    await prometheus.stop();
    const away = await rangeOf(metrics, sources[1], '2.0.0', observed);
    expect(away).toMatchObject({ state: 'unreadable' });
  }));
