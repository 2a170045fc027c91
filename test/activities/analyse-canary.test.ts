import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { AnalysedCanary } from '../../activities/analyse-canary.ts';
import { createActivities } from '../../activities/index.ts';
import type { Ports } from '../../activities/ports/index.ts';
import type { RangeQuery } from '../../activities/ports/metrics.ts';
import type { Look } from '../../domain/analysis/judge-look.ts';
import type { PastVerdict } from '../../domain/analysis/past.ts';
import type { AnalysisPolicy } from '../../domain/analysis/policy.ts';
import type { Series } from '../../domain/judge/metric.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { anAnalysis } from '../support/builders/analysis.ts';
import { steadySeries } from '../support/metrics/steady-series.ts';

const digest = 'sha256:web-2.0.0';
let given: ApprovedRelease;
let now: number;
/** What was kept as evidence. */
let kept: string[];
let beats: unknown[];
beforeEach(async () => {
  given = await approvedRelease();
  now = 1_000_000;
  [kept, beats] = [[], []];
});

/** Time passes only where the analysis lets it pass. */
function portsOf(measured: (query: RangeQuery) => Series, lostAfterPauses = Infinity): Ports {
  let pauses = 0;
  const share = (version: string, of: string, weightPercent: number) => {
    return { digest: of, version, addresses: [], weightPercent };
  };
  const shares = [share('1.0.0', 'sha256:old', 90), share('2.0.0', digest, 10)];
  return {
    ...given.ports,
    clock: () => new Date(now),
    async pause({ untilNextLookMs }) {
      pauses += 1;
      if (pauses > lostAfterPauses) throw new Error('The worker was lost.');
      now += untilNextLookMs;
    },
    traffic: {
      ...given.ports.traffic,
      observe: async () => ({ origin: null, shares, fence: 0, draining: [] }),
    },
    metrics: { notice: async () => {}, range: async (query) => measured(query) },
    evidence: {
      ...given.ports.evidence,
      async put(content) {
        kept.push(String(content));
        return { digest: 'sha256:evidence', reference: 'evidence/1' };
      },
    },
  };
}

function analyse(
  ports: Ports,
  analysis: AnalysisPolicy,
  heartbeatDetails?: unknown,
): Promise<AnalysedCanary> {
  const info = heartbeatDetails === undefined ? {} : { heartbeatDetails };
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  environment.on('heartbeat', (details: unknown) => beats.push(details));
  const step = { ...given.step, stage: 'production/canary', weightPercent: 10, analysis };
  return environment.run(() =>
    createActivities(ports).analyseCanary({ ...step, digests: { web: digest } }),
  );
}

const ofBoth = (baseline: number, canary: number) => (query: RangeQuery) =>
  steadySeries(query, query.target.digest === digest ? canary : baseline);

test('asks for both sides by their versions, over everything since the warm-up', async () => {
  const asked: RangeQuery[] = [];
  const ports = portsOf((query) => {
    asked.push(query);
    return steadySeries(query, 1);
  });
  const found = await analyse(ports, anAnalysis({ initialDelayMs: 5 }));
  expect(found).toMatchObject({ verdict: 'pass', looks: { pass: 2 } });
  expect(asked.map(({ target, observed }) => [target.version, observed])).toEqual([
    ['1.0.0', { fromMs: 1_000_005, untilMs: 1_000_025 }],
    ['2.0.0', { fromMs: 1_000_005, untilMs: 1_000_025 }],
    ['1.0.0', { fromMs: 1_000_005, untilMs: 1_000_045 }],
    ['2.0.0', { fromMs: 1_000_005, untilMs: 1_000_045 }],
  ]);
});

test('ends at the first look that fails, and keeps what it saw with its points', async () => {
  const found = await analyse(portsOf(ofBoth(10, 20)), anAnalysis());
  expect(found).toMatchObject({
    verdict: 'fail',
    looks: { pass: 0, fail: 1 },
    metrics: [{ metric: 'latency', component: 'web', worseBy: 10, toleratedBy: 1 }],
    evidence: { digest: 'sha256:evidence' },
  });
  const evidence = JSON.parse(kept[0] ?? '{}') as { lastLook: Look };
  const [web] = evidence.lastLook.components;
  expect(web?.metrics[0]?.report.canary.plot).toHaveLength(20);
});

test('a source that is away for longer than is borne asks a person, and is no pass', async () => {
  const away = (): Series => ({ state: 'unreadable', reason: 'HTTP 503' });
  const found = await analyse(portsOf(away), anAnalysis());
  expect(found).toMatchObject({ verdict: 'inconclusive', looks: { error: 2 } });
  expect(found.reason).toContain('in a row could not read their data');
});

test('goes on from the looks of an attempt that was lost, and repeats none', async () => {
  let asked = 0;
  const counted = (query: RangeQuery) => {
    asked += 1;
    return steadySeries(query, 1);
  };
  const analysis = anAnalysis({ count: 3 });
  // Eighty pauses of a quarter of a step lead to the first look; some more, and it is gone.
  await expect(analyse(portsOf(counted, 90), analysis)).rejects.toThrow('lost');
  expect(asked).toBe(2);
  expect(beats.at(-1)).toMatchObject({ looks: ['pass'] });
  const found = await analyse(portsOf(counted), analysis, beats.at(-1));
  expect(found).toMatchObject({ verdict: 'pass', looks: { pass: 3 } });
  expect(asked).toBe(6);
});

test('nothing beside it to compare with is inconclusive', async () => {
  const ports = portsOf(ofBoth(1, 1));
  const alone: Ports['traffic']['observe'] = async (place) => {
    const state = await ports.traffic.observe(place);
    return { ...state, shares: state.shares.filter((share) => share.digest === digest) };
  };
  const found = await analyse(
    { ...ports, traffic: { ...ports.traffic, observe: alone } },
    anAnalysis(),
  );
  expect(found).toMatchObject({ verdict: 'inconclusive' });
  expect(found.metrics[0]?.reason).toContain('The baseline has no such data.');
});

describe('an analysis of past data', () => {
  const target = (version: string, of: string) => {
    return { environment: 'production', component: 'web', version, digest: of };
  };
  const analysePast = (
    measured: (query: RangeQuery) => Series,
    untilMs: number,
  ): Promise<PastVerdict> => {
    const order = {
      analysis: anAnalysis(),
      compared: [
        {
          component: 'web',
          baseline: target('1.0.0', 'sha256:old'),
          canary: target('2.0.0', digest),
        },
      ],
      observed: { fromMs: 1_000, untilMs },
      baselineBeforeMs: 500,
    };
    const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
    return environment.run(() => createActivities(portsOf(measured)).analysePast(order));
  };

  test('takes the looks that the stage would have taken, each side at its own time', async () => {
    const asked: string[] = [];
    const found = await analysePast((query) => {
      asked.push(`${query.target.version} ${query.observed.fromMs}-${query.observed.untilMs}`);
      return steadySeries(query, 1);
    }, 1_100);
    expect(found).toMatchObject({ verdict: 'pass', seenUntilMs: 1_040, looks: { pass: 2 } });
    expect(asked).toEqual(['1.0.0 500-520', '2.0.0 1000-1020', '1.0.0 500-540', '2.0.0 1000-1040']);
    expect(kept).toEqual([]);
  });

  test('that ends before its last look is inconclusive, however good it looked', async () => {
    const found = await analysePast(ofBoth(1, 1), 1_039);
    expect(found).toMatchObject({ verdict: 'inconclusive', looks: { pass: 1 } });
    expect(found.reason).toContain('ends before its last look');
  });
});
