import fc from 'fast-check';
import { logConditionalRatios, logSumOfExp } from '../../../domain/judge/conditional-likelihood.ts';
import {
  alwaysValidP,
  beginHarmWatch,
  type HarmBound,
  type HarmWatch,
  type Look,
  lookForHarm,
} from '../../../domain/judge/watch-for-harm.ts';

const bound: HarmBound = { alpha: 0.01, toleratedOddsRatio: 1 };

const watchAll = (looks: readonly Look[], of: HarmBound = bound): HarmWatch =>
  looks.reduce(lookForHarm, beginHarmWatch(of));

function look(canary: readonly [number, number], baseline: readonly [number, number]): Look {
  return {
    canary: { failures: canary[0], requests: canary[1] },
    baseline: { failures: baseline[0], requests: baseline[1] },
  };
}

function choose(n: number, k: number): number {
  return Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
}

describe('one look at two streams of requests', () => {
  const size = fc.integer({ min: 1, max: 25 });

  test('is expected to multiply the evidence by exactly 1 where the sides are alike', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (canary, baseline, any) => {
        const failures = any % (canary + baseline + 1);
        let expected = 0;
        for (let k = Math.max(0, failures - baseline); k <= Math.min(canary, failures); k += 1) {
          const chance =
            (choose(canary, k) * choose(baseline, failures - k)) /
            choose(canary + baseline, failures);
          const { canary: now, baseline: before } = look([k, canary], [failures - k, baseline]);
          const [log = Number.NaN] = logConditionalRatios(now, before, [3], 1);
          expected += chance * Math.exp(log);
        }
        expect(expected).toBeCloseTo(1, 9);
      }),
    );
  });

  test('says more for harm the more of the failures are the canary’s', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (canary, baseline, any) => {
        const failures = 1 + (any % (Math.min(canary, baseline) + 1));
        fc.pre(failures <= Math.min(canary, baseline));
        const evidence = (k: number) =>
          watchAll([look([k, canary], [failures - k, baseline])]).logEvidences;
        for (let k = 1; k <= failures; k += 1) {
          evidence(k).forEach((log, index) => {
            expect(log).toBeGreaterThan(evidence(k - 1)[index] ?? Number.NaN);
          });
        }
      }),
    );
  });

  test.each([
    ['nothing failed', look([0, 50], [0, 950])],
    ['everything failed, on both sides', look([50, 50], [950, 950])],
    ['only the canary had users', look([20, 50], [0, 0])],
    ['only the baseline had users', look([0, 0], [20, 950])],
    ['nobody had users', look([0, 0], [0, 0])],
  ])('says nothing when %s', (_what, silent) => {
    expect(watchAll([silent]).logEvidences).toEqual(beginHarmWatch(bound).logEvidences);
  });

  test.each([
    ['NaN', look([Number.NaN, 50], [1, 950])],
    ['fewer than none', look([1, 50], [-1, 950])],
    ['more failures than requests', look([51, 50], [1, 950])],
    ['no whole number', look([1, 50], [1.5, 950])],
  ])('is set aside when a count is %s', (_what, broken) => {
    const watch = watchAll([look([3, 50], [5, 950]), broken]);
    expect(watch).toEqual({
      ...watchAll([look([3, 50], [5, 950])]),
      looks: 2,
      unreadableLooks: 1,
    });
  });
});

describe('the watch for harm', () => {
  const bad = look([15, 500], [5, 500]);
  const good = look([5, 500], [5, 500]);

  test('finds harm at the look that brings the evidence to 1/alpha, and keeps it found', () => {
    const watch = watchAll([good, bad, bad, bad, good, good, good, good, good, good]);
    expect(watch.foundAtLook).toBe(4);
    expect(alwaysValidP(watch)).toBeLessThan(bound.alpha);
    const now = logSumOfExp(watch.logEvidences) - Math.log(watch.logEvidences.length);
    expect(now).toBeLessThan(watch.peakLogEvidence);
  });

  test('has p = 1 before anything speaks for harm', () => {
    expect(alwaysValidP(beginHarmWatch(bound))).toBe(1);
    expect(alwaysValidP(watchAll([look([1, 500], [20, 500])]))).toBe(1);
  });

  test('lets pass what is tolerated', () => {
    const looks = Array.from({ length: 10 }, () => bad);
    expect(watchAll(looks).foundAtLook).not.toBeNull();
    expect(watchAll(looks, { alpha: 0.01, toleratedOddsRatio: 3.2 }).foundAtLook).toBeNull();
  });

  test('sees no harm in a canary that is better', () => {
    const looks = Array.from({ length: 100 }, () => look([5, 500], [15, 500]));
    expect(watchAll(looks).foundAtLook).toBeNull();
  });

  test('finds it at 5 % of users as well, and counts everything that it looked at', () => {
    const watch = watchAll(Array.from({ length: 20 }, () => look([5, 100], [19, 1_900])));
    expect(watch.foundAtLook).not.toBeNull();
    expect(watch).toMatchObject({
      looks: 20,
      canary: { requests: 2_000, failures: 100 },
      baseline: { requests: 38_000, failures: 380 },
    });
  });

  test('stands counts of millions without losing itself', () => {
    const watch = watchAll([look([60_000, 2_000_000], [50_000, 2_000_000])]);
    expect(watch.foundAtLook).toBe(1);
    expect(watch.logEvidences.every(Number.isFinite)).toBe(true);
  });
});
