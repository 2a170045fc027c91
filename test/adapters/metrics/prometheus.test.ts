import type { ServerResponse } from 'node:http';
import { createMetrics } from '../../../adapters/metrics/metrics.ts';
import { judgeMetric } from '../../../domain/judge/judge-metric.ts';
import type { Series } from '../../../domain/judge/metric.ts';
import { type AnsweringServer, startAnswering } from '../../support/metrics/answering-server.ts';

const observed = { fromMs: 1_000_000, untilMs: 1_012_000 };
const target = { environment: 'lab', component: 'web', digest: 'sha256:0a', version: '2.0.0' };
const query = { source: 'prometheus', query: 'x{v="{{version}}"}' } as const;

let answer: (response: ServerResponse) => void;
let server: AnsweringServer;
beforeAll(async () => {
  server = await startAnswering((_request, response) => answer(response));
});
afterAll(() => server.close());

function range(timeoutMs = 2_000): Promise<Series> {
  const gateway = { traffic: { counters: async () => [] }, clock: () => new Date(), root: '/no' };
  const metrics = createMetrics({ gateway, prometheus: { url: server.url, timeoutMs } });
  const { signal } = new AbortController();
  return metrics.range({ query, target, observed, stepMs: 1_000, signal });
}

type Values = readonly (readonly [seconds: number, value: string])[];
const times = Array.from({ length: 12 }, (_, index) => (observed.fromMs + 999) / 1000 + index);
const steady: Values = times.map((at) => [at, '1']);
const found = (...series: readonly Values[]) => ({
  status: 'success',
  data: { resultType: 'matrix', result: series.map((values) => ({ metric: {}, values })) },
});
const says =
  (content: object, status = 200) =>
  (response: ServerResponse) =>
    response.writeHead(status).end(JSON.stringify(content));

const rules = {
  harm: 'increase',
  alpha: 0.01,
  minimumPoints: 6,
  toleratedShift: 0,
  toleratedShare: 0.1,
  minimumDelta: 0.33,
  maximumGapMs: 2_000,
} as const;

/** The canary has what the server answered, beside a baseline that is well. */
async function judged(): Promise<string> {
  const points = times.map((seconds) => ({ atMs: Math.round(seconds * 1000), value: 1 }));
  const baseline: Series = { state: 'read', points, isTruncated: false };
  return judgeMetric(rules, { observed, baseline, canary: await range() }).outcome;
}

test('what it measured is read with its times', async () => {
  answer = says(found(steady));
  const series = await range();
  expect(series).toMatchObject({ state: 'read', isTruncated: false });
  expect(series).toHaveProperty('points.0', { atMs: 1_000_999, value: 1 });
  await expect(judged()).resolves.toBe('pass');
});

test.each<[what: string, outcome: string, answer: (response: ServerResponse) => void]>([
  ['no such series', 'inconclusive', says(found())],
  ['NaN', 'inconclusive', says(found(steady.map(([at], i) => [at, i === 5 ? 'NaN' : '1'])))],
  ['infinity', 'inconclusive', says(found(steady.map(([at], i) => [at, i < 2 ? '+Inf' : '1'])))],
  ['stale data', 'inconclusive', says(found(steady.slice(0, 8)))],
  ['a hole', 'inconclusive', says(found(steady.filter((_, i) => i < 4 || i > 7)))],
  ['too few points', 'inconclusive', says(found(steady.slice(-3)))],
  ['a part, with a warning', 'inconclusive', says({ ...found(steady), warnings: ['a store'] })],
  ['nothing, with a warning', 'error', says({ ...found(), warnings: ['a store is away'] })],
  ['several series', 'error', says(found(steady, steady))],
  ['a refusal', 'error', says({ status: 'error', errorType: 'bad_data', error: 'parse' }, 400)],
  ['503', 'error', (response) => response.writeHead(503).end('upstream is away')],
  ['a result with 500', 'error', says(found(steady), 500)],
  ['half an answer', 'error', (response) => response.writeHead(200).end('{"status":"succ')],
  ['a redirect', 'error', (response) => response.writeHead(302, { location: '/x' }).end()],
  ['too much', 'error', (response) => response.writeHead(200).end(' '.repeat(2_000_000))],
  ['a broken connection', 'error', (response) => response.destroy()],
])('%s is %s, and never a pass', async (_, outcome, answered) => {
  answer = answered;
  await expect(judged()).resolves.toBe(outcome);
});

test('one that does not answer in time could not be read, and says so', async () => {
  answer = () => {};
  const series = await range(50);
  expect(series).toMatchObject({ state: 'unreadable', reason: expect.stringContaining('answer') });
});
