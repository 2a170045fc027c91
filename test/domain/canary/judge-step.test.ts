import fc from 'fast-check';
import { judgeStep } from '../../../domain/canary/judge-step.ts';
import type { TrafficCounters } from '../../../domain/deployment/deployment.ts';

const thresholds = {
  minimumRequests: 30,
  maximumFailureRateIncrease: 0.02,
  maximumLatencyRatio: 2,
  toleratedLatencyIncreaseMs: 0,
  alpha: 0.05,
};

/** So many requests, of which some failed and some were slow: 400 ms instead of 5. */
function counters(requests: number, failures = 0, slow = 0): TrafficCounters {
  const latencyBuckets = [
    { leMs: 10, count: requests - slow },
    { leMs: 500, count: requests },
    { leMs: null, count: requests },
  ];
  return { digest: `sha256:${'a'.repeat(64)}`, requests, failures, latencyBuckets };
}

function judge(canary: TrafficCounters | null, baseline: TrafficCounters | null = counters(300)) {
  return judgeStep({ baseline, canary, thresholds });
}

describe('a canary step', () => {
  test('passes when the canary does as well as what serves beside it', () => {
    const { verdict, report } = judge(counters(60));
    expect(verdict).toBe('pass');
    expect(report).toMatchObject({
      canary: { requests: 60, failures: 0 },
      baseline: { requests: 300, failures: 0 },
      failureRateP: null,
      latencyRatio: 1,
    });
  });

  test('fails when clearly more requests fail', () => {
    const { verdict, report, reason } = judge(counters(60, 12));
    expect(verdict).toBe('fail');
    expect(report.failureRateP).toBeLessThan(0.001);
    expect(reason).toContain('12 failed');
  });

  test('tolerates a rise within the tolerance, however certain it is', () => {
    expect(judge(counters(10_000, 150), counters(90_000)).verdict).toBe('pass');
  });

  test('is inconclusive when a rise above the tolerance may be chance', () => {
    const { verdict, reason } = judge(counters(30, 1));
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('chance');
  });

  test('fails when answers are clearly slower, and is inconclusive when few are', () => {
    expect(judge(counters(60, 0, 20)).verdict).toBe('fail');
    expect(judge(counters(30, 0, 2), counters(300, 0, 10)).verdict).toBe('inconclusive');
  });

  test('tolerates a small rise of the latency, whatever the ratio', () => {
    const patient = { ...thresholds, toleratedLatencyIncreaseMs: 1_000 };
    const sides = { baseline: counters(300), canary: counters(60, 0, 20) };
    expect(judgeStep({ ...sides, thresholds: patient }).verdict).toBe('pass');
    expect(judgeStep({ ...sides, thresholds }).verdict).toBe('fail');
  });

  test('fails when answers go beyond the last bound', () => {
    const latencyBuckets = [
      { leMs: 10, count: 0 },
      { leMs: 500, count: 0 },
      { leMs: null, count: 60 },
    ];
    expect(judge({ ...counters(60), latencyBuckets }).verdict).toBe('fail');
  });
});

describe('a canary step without proof', () => {
  test('is inconclusive with too few requests on either side, even when all fail', () => {
    expect(judge(counters(29, 29)).verdict).toBe('inconclusive');
    expect(judge(counters(300), counters(29)).verdict).toBe('inconclusive');
  });

  test('is inconclusive without anything to compare with', () => {
    expect(judge(counters(60), null).verdict).toBe('inconclusive');
    expect(judge(null).verdict).toBe('inconclusive');
  });

  test('is inconclusive when counters cannot be read, also after a way through JSON', () => {
    const unreadable = { ...counters(60), requests: Number.NaN };
    expect(judge(unreadable).verdict).toBe('inconclusive');
    const travelled: TrafficCounters = JSON.parse(JSON.stringify(unreadable));
    expect(judge(travelled).verdict).toBe('inconclusive');
    expect(judge(counters(60), travelled).verdict).toBe('inconclusive');
    expect(judge({ ...counters(60), latencyBuckets: [] }).verdict).toBe('inconclusive');
  });

  test('never passes a canary that fails more than tolerated', () => {
    const count = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(count, count, count, count, (now, failed, before, failedBefore) => {
        const canary = counters(now, Math.min(failed, now));
        const baseline = counters(before, Math.min(failedBefore, before));
        const { verdict } = judge(canary, baseline);
        const rise = canary.failures / now - baseline.failures / before;
        fc.pre(!(rise <= 0.02));
        expect(verdict).not.toBe('pass');
        expect(verdict === 'fail' && (now < 30 || before < 30)).toBe(false);
      }),
    );
  });
});
