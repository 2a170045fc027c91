import { judgeLook } from '../../../domain/analysis/judge-look.ts';
import { summarize } from '../../../domain/analysis/summarize.ts';
import type { Series } from '../../../domain/judge/metric.ts';
import { anAnalysis } from '../../support/builders/analysis.ts';
import { seededRandom } from '../../support/judge/random.ts';

const observed = { fromMs: 1_000, untilMs: 1_040 };
const series = (values: readonly number[]): Series => ({
  state: 'read',
  points: values.map((value, index) => ({ atMs: observed.fromMs + index, value })),
  isTruncated: false,
});
const steady = (value: number) => series(Array.from({ length: 40 }, () => value));
const measured = (component: string, canary: Series) => ({
  component,
  metrics: [{ metric: 'latency', baseline: steady(10), canary }],
});

test('the worst component counts, and is what people read first', () => {
  const look = judgeLook(anAnalysis(), observed, [
    measured('web', steady(10)),
    measured('orders', steady(20)),
  ]);
  expect(look.outcome).toBe('fail');
  const conclusion = { outcome: 'fail', reason: 'One look failed.' } as const;
  expect(summarize(conclusion, ['fail'], look)).toMatchObject({
    verdict: 'fail',
    reason: expect.stringContaining('One look failed. orders: latency failed'),
    looks: { pass: 0, fail: 1, error: 0, inconclusive: 0 },
    metrics: [
      { component: 'orders', outcome: 'fail', worseBy: 10, toleratedBy: 1 },
      { component: 'web', outcome: 'pass', baseline: { points: 40, median: 10 } },
    ],
  });
});

test.each<[what: string, outcome: string, canary: Series]>([
  ['is missing', 'inconclusive', { state: 'missing' }],
  ['is truncated', 'inconclusive', { ...steady(10), isTruncated: true } as Series],
  ['could not be read', 'error', { state: 'unreadable', reason: 'HTTP 503' }],
])('a canary whose metric %s is %s', (_, outcome, canary) => {
  expect(judgeLook(anAnalysis(), observed, [measured('web', canary)]).outcome).toBe(outcome);
});

test('a metric that was not measured at all, and no component at all, are inconclusive', () => {
  const nothing = judgeLook(anAnalysis(), observed, [{ component: 'web', metrics: [] }]);
  expect(nothing.outcome).toBe('inconclusive');
  expect(judgeLook(anAnalysis(), observed, []).outcome).toBe('inconclusive');
});

test('however often it looks, a healthy canary fails as seldom as its level says', () => {
  const random = seededRandom(7);
  const count = 10;
  const analysis = anAnalysis({ count }, {});
  const [metric] = analysis.metrics;
  if (metric === undefined) throw new Error('It has one.');
  // Every difference counts, so that nothing but the rank test stands in its way.
  const rules = { ...metric.rules, toleratedShare: 0, minimumDelta: 0 };
  const strict = { ...analysis, metrics: [{ ...metric, rules }] };
  const runs = 100;
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const values = () => Array.from({ length: count * 6 }, () => random());
    const [baseline, canary] = [values(), values()];
    const failed = Array.from({ length: count }, (_, look) => 6 * (look + 1)).some((points) => {
      const until = { fromMs: observed.fromMs, untilMs: observed.fromMs + points };
      const sides = {
        metric: 'latency',
        baseline: series(baseline.slice(0, points)),
        canary: series(canary.slice(0, points)),
      };
      const looked = judgeLook(strict, until, [{ component: 'web', metrics: [sides] }]);
      return looked.outcome === 'fail';
    });
    if (failed) alarms += 1;
  }
  // Without a share for each look several times as many do.
  expect(alarms / runs).toBeLessThanOrEqual(0.05);
});
