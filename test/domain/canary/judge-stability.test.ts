import fc from 'fast-check';
import { judgeStability, judgeWatch, type Met } from '../../../domain/canary/judge-stability.ts';
import { addLook, type Look, lookBack } from '../../../domain/canary/recent-looks.ts';

const policy = {
  durationMs: 86_400_000,
  observeEveryMs: 60_000,
  maximumFailureRate: 0.01,
  minimumRequests: 100,
};

/** So many answers, so many of them failures, of which so many took longer than 100 ms. */
function met(requests: number, failures: number, slow = 0, version = 'v1'): Met {
  const latencyBuckets = [
    { leMs: 100, count: requests - slow },
    { leMs: 1_000, count: requests },
    { leMs: null, count: requests },
  ];
  return {
    component: 'orders',
    counters: [{ digest: version, requests, failures, latencyBuckets }],
  };
}

test.each([
  ['few failures', met(1_000, 10), 'pass'],
  ['too many failures', met(1_000, 11), 'fail'],
  ['too few requests', met(99, 50), 'inconclusive'],
])('a watch with %s', (_, observed, verdict) => {
  expect(judgeStability([observed], policy).verdict).toBe(verdict);
});

describe('where answers may take so long at most', () => {
  const bounded = { ...policy, maximumP95LatencyMs: 200 };

  test.each([
    ['answers in time', met(1_000, 0, 10), 'pass'],
    ['slow answers', met(1_000, 0, 500), 'fail'],
    ['slow answers, and too few of them', met(99, 0, 99), 'inconclusive'],
  ])('a watch with %s', (_, observed, verdict) => {
    expect(judgeStability([observed], bounded).verdict).toBe(verdict);
    expect(judgeStability([observed], policy).verdict).not.toBe('fail');
  });

  test('what the counters cannot tell is inconclusive, and beyond them is slow', () => {
    const untold = (buckets: Met['counters'][number]['latencyBuckets']): Met => ({
      component: 'orders',
      counters: [{ digest: 'v1', requests: 500, failures: 0, latencyBuckets: buckets }],
    });
    expect(judgeStability([untold([])], bounded)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('orders'),
    });
    const beyond = untold([
      { leMs: 300, count: 10 },
      { leMs: null, count: 500 },
    ]);
    expect(judgeStability([beyond], bounded).reason).toMatch(/more than 300 ms/);
    const unknown = untold([
      { leMs: 150, count: 10 },
      { leMs: null, count: 500 },
    ]);
    expect(judgeStability([unknown], bounded).verdict).toBe('inconclusive');
  });

  test('versions that serve side by side are one crowd of answers', () => {
    const [{ counters: old }, { counters: young }] = [met(900, 0), met(100, 0, 100, 'v2')];
    const both = { component: 'orders', counters: [...old, ...young] };
    expect(judgeStability([both], bounded).verdict).toBe('fail');
  });
});

test('what goes wrong after a long good time is not lost among it', () => {
  const whole = met(1_000_000, 500);
  expect(judgeStability([whole], policy).verdict).toBe('pass');
  expect(judgeWatch([whole], [met(1_000, 500)], policy)).toMatchObject({
    verdict: 'fail',
    reason: expect.stringMatching(/^Lately: orders failed 500 of 1000/),
  });
  // A quiet night says nothing against a good day, nor for it.
  expect(judgeWatch([whole], [met(3, 3)], policy).verdict).toBe('pass');
  expect(judgeWatch([met(50, 0)], [met(3, 0)], policy).verdict).toBe('inconclusive');
});

test('however often is looked, a look lies as far back as the stretch, and few are kept', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 10, max: 2_000 }), (gaps, stretchMs) => {
      let looks: readonly Look<number>[] = [];
      let nowMs = 0;
      for (const gap of gaps) {
        nowMs += gap;
        looks = addLook(looks, { atMs: nowMs, reading: nowMs }, stretchMs);
        const back = lookBack(looks, nowMs, stretchMs);
        expect(looks.length).toBeLessThanOrEqual(12);
        const isLongEnough = nowMs - (gaps[0] ?? 0) >= stretchMs;
        expect(back === undefined).toBe(!isLongEnough);
        // Longer than the stretch by one pause between kept looks, and one between looks, at most.
        if (back !== undefined) {
          expect(nowMs - back.reading).toBeLessThanOrEqual(stretchMs * 1.1 + 2 * 400);
        }
      }
    }),
  );
});
