import {
  isCertainHarm,
  type WatchedComponent,
  watchComponents,
  watchOf,
} from '../../../domain/canary/certain-harm.ts';
import type { TrafficCounters } from '../../../domain/deployment/deployment.ts';

const thresholds = {
  minimumRequests: 20,
  maximumFailureRateIncrease: 0.01,
  maximumLatencyRatio: 100,
  toleratedLatencyIncreaseMs: 0,
  alpha: 0.01,
};

const counters = (requests: number, failures: number): TrafficCounters => ({
  digest: 'sha256:any',
  requests,
  failures,
  latencyBuckets: [
    { leMs: 10, count: requests },
    { leMs: null, count: requests },
  ],
});

const component = 'web';

describe('stopping a canary early by one look', () => {
  test('takes more proof the more often one looks', () => {
    const sides = [{ component, baseline: counters(100, 0), canary: counters(100, 9) }];
    expect(isCertainHarm(sides, thresholds, 1, [])).toBe(true);
    expect(isCertainHarm(sides, thresholds, 120, [])).toBe(false);
  });

  test('happens for harm that leaves no doubt, in any component', () => {
    const well = { component, baseline: counters(100, 0), canary: counters(100, 0) };
    const harmed = { component: 'shop', baseline: counters(100, 0), canary: counters(100, 40) };
    expect(isCertainHarm([well, harmed], thresholds, 120, [])).toBe(true);
  });

  test('does not happen without data', () => {
    const sides = [{ component, baseline: null, canary: null }];
    expect(isCertainHarm(sides, thresholds, 1, [])).toBe(false);
  });
});

describe('stopping a canary early by all looks together', () => {
  const looks = 3_600;

  /** Whether it is stopped after so many looks, each at as many requests and failures as said. */
  function isStoppedAfter(
    times: number,
    [failing, failingBefore]: readonly [number, number],
    change: Partial<typeof thresholds> = {},
  ): boolean {
    const rules = { ...thresholds, ...change };
    const side = (of: number, failures: number) => counters(50 * of, failures * of);
    const now = [{ component, baseline: side(1, failingBefore), canary: side(1, failing) }];
    const watched = Array.from({ length: times }).reduce<readonly WatchedComponent[]>(
      (before) => watchComponents(before, now, rules),
      [],
    );
    const all = { baseline: side(times, failingBefore), canary: side(times, failing) };
    return isCertainHarm([{ component, ...all }], rules, looks, watched);
  }

  test('takes no more proof however many looks there may be', () => {
    expect(isStoppedAfter(2, [4, 0])).toBe(false);
    expect(isStoppedAfter(4, [4, 0])).toBe(true);
    // One look at the same numbers has to bear all that there may be, and is not enough.
    const sides = { component, baseline: counters(200, 0), canary: counters(200, 16) };
    expect(isCertainHarm([sides], thresholds, looks, [])).toBe(false);
  });

  test('does not happen for a difference that is tolerated', () => {
    const tolerant = { maximumFailureRateIncrease: 0.1 };
    expect(isStoppedAfter(40, [4, 1])).toBe(true);
    expect(isStoppedAfter(40, [4, 1], tolerant)).toBe(false);
  });

  test('does not happen where both sides fail alike, or before there are enough requests', () => {
    expect(isStoppedAfter(200, [4, 4])).toBe(false);
    expect(isStoppedAfter(4, [4, 0], { minimumRequests: 201 })).toBe(false);
  });

  test('keeps half of the level for the other tests', () => {
    const watched = watchComponents([], [{ component, baseline: null, canary: null }], thresholds);
    expect(watchOf(watched, component)?.bound.alpha).toBe(thresholds.alpha / 2);
    expect(watchOf(watched, 'constructor')).toBeUndefined();
  });

  test('is not told by counters that cannot be read', () => {
    const baseline = counters(50, 0);
    const now = [{ component, baseline, canary: counters(Number.NaN, Number.NaN) }];
    const watch = watchOf(watchComponents([], now, thresholds), component);
    expect(watch).toMatchObject({ unreadableLooks: 1, foundAtLook: null });
  });
});
