import { appendFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createMetrics } from '../../../adapters/metrics/metrics.ts';
import type { TrafficCounters } from '../../../domain/deployment/deployment.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();
const place = { environment: 'lab', component: 'web' };
const target = { ...place, digest: 'sha256:0a', version: '2.0.0' };
const stepMs = 1_000;

/** A gateway that has counted ten requests and one failure in each second since 0. */
function given(mostBytes?: number) {
  const world = { nowMs: 0, isAway: false };
  const count = (): readonly TrafficCounters[] => {
    if (world.isAway) throw new Error('The gateway is away.');
    const seconds = world.nowMs / 1_000;
    const latencyBuckets = [
      { leMs: 100, count: 10 * seconds },
      { leMs: null, count: 10 * seconds },
    ];
    return [{ digest: target.digest, requests: 10 * seconds, failures: seconds, latencyBuckets }];
  };
  const metrics = createMetrics({
    gateway: {
      traffic: { counters: async () => count() },
      clock: () => new Date(world.nowMs),
      root: folder.path,
      ...(mostBytes === undefined ? {} : { mostBytes }),
    },
    prometheus: null,
  });
  const passUntil = async (untilMs: number) => {
    for (; world.nowMs < untilMs; world.nowMs += stepMs / 4) await metrics.notice(place);
  };
  const range = (measure: 'failure-rate' | 'p95-latency-ms' | 'requests-per-second', of = target) =>
    metrics.range({
      query: { source: 'gateway', measure },
      target: of,
      observed: { fromMs: 1_000, untilMs: 5_000 },
      stepMs,
      signal: new AbortController().signal,
    });
  return { world, metrics, passUntil, range };
}

test.each([
  ['failure-rate', 0.1],
  ['requests-per-second', 10],
  ['p95-latency-ms', 95],
] as const)('%s is what the gateway counted in each step', async (measure, expected) => {
  const { passUntil, range } = given();
  await passUntil(6_000);
  const series = await range(measure);
  expect(series).toMatchObject({ state: 'read' });
  const points = series.state === 'read' ? series.points : [];
  expect(points.map(({ atMs }) => atMs)).toEqual([1_999, 2_999, 3_999, 4_999]);
  for (const { value } of points) expect(value).toBeCloseTo(expected, 9);
});

test('a gateway that was away leaves a hole, and a line cut off is no reading', async () => {
  const { world, passUntil, range } = given();
  await passUntil(2_000);
  const [file = ''] = await readdir(folder.path);
  await appendFile(join(folder.path, file), '{"atMs":2100,"coun\n');
  world.isAway = true;
  await passUntil(4_000);
  world.isAway = false;
  await passUntil(6_000);
  const series = await range('failure-rate');
  expect(series.state === 'read' ? series.points.map(({ atMs }) => atMs) : []).toEqual([1_999]);
});

test('a version that it never saw is missing', async () => {
  const { passUntil, range } = given();
  await passUntil(6_000);
  const unknown = { ...target, digest: 'sha256:0b' };
  await expect(range('failure-rate', unknown)).resolves.toEqual({ state: 'missing' });
});

test('what it keeps is bounded, and a name leads nowhere else', async () => {
  const { world, metrics, passUntil } = given(4_096);
  await passUntil(20_000);
  await metrics.notice({ environment: '../..', component: '/etc' });
  const files = await readdir(folder.path);
  expect(files.toSorted()).toEqual(['..%2F..@%2Fetc.jsonl', 'lab@web.jsonl']);
  const { size } = await stat(join(folder.path, 'lab@web.jsonl'));
  expect(size).toBeLessThan(4_096);
  expect(world.nowMs).toBe(20_000);
});
