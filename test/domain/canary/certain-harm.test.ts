import { isCertainHarm } from '../../../domain/canary/certain-harm.ts';
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

describe('stopping a canary early', () => {
  test('takes more proof the more often one looks', () => {
    const sides = [{ baseline: counters(100, 0), canary: counters(100, 8) }];
    expect(isCertainHarm(sides, thresholds, 1)).toBe(true);
    expect(isCertainHarm(sides, thresholds, 120)).toBe(false);
  });

  test('happens for harm that leaves no doubt, in any component', () => {
    const well = { baseline: counters(100, 0), canary: counters(100, 0) };
    const harmed = { baseline: counters(100, 0), canary: counters(100, 40) };
    expect(isCertainHarm([well, harmed], thresholds, 120)).toBe(true);
  });

  test('does not happen without data', () => {
    expect(isCertainHarm([{ baseline: null, canary: null }], thresholds, 1)).toBe(false);
  });
});
