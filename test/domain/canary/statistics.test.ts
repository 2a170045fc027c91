import fc from 'fast-check';
import { compareProportions } from '../../../domain/canary/compare-proportions.ts';
import { answersSlowerThan, latencyQuantile } from '../../../domain/canary/latency-quantile.ts';
import { normalTail } from '../../../domain/canary/normal-tail.ts';

describe('the normal distribution', () => {
  // Upper tail probabilities as tabulated, to more digits than tables print.
  test.each([
    [0, 0.5],
    [0.5, 0.308537538725987],
    [1, 0.158655253931457],
    [1.959963984540054, 0.025],
    [2.326347874040841, 0.01],
    [2.8, 0.002555130330428],
    [2.9, 0.001865813300384],
    [3.090232306167813, 0.001],
    [5, 2.866515718791939e-7],
    [8, 6.220960574271785e-16],
  ])('has above z = %d the probability %d', (z, probability) => {
    expect(normalTail(z) / probability).toBeCloseTo(1, 9);
    expect(normalTail(-z)).toBeCloseTo(1 - probability, 12);
  });
});

describe('the comparison of two proportions', () => {
  test('agrees with the chi-squared statistic of the table, with Yates’s correction', () => {
    const side = fc.integer({ min: 20, max: 500 });
    fc.assert(
      fc.property(side, side, fc.nat(), fc.nat(), (now, before, someHits, otherHits) => {
        const [a, c] = [1 + (someHits % (now - 1)), 1 + (otherHits % (before - 1))];
        const [b, d] = [now - a, before - c];
        const total = now + before;
        const excess = Math.abs(a * d - b * c) - total / 2;
        fc.pre(a * d > b * c && excess > 0);
        const chiSquared = (total * excess ** 2) / ((a + c) * (b + d) * now * before);
        const p = compareProportions({ hits: a, of: now }, { hits: c, of: before });
        expect(p).toBeCloseTo(normalTail(Math.sqrt(chiSquared)), 9);
      }),
    );
  });

  test('finds 24 of 100 against 12 of 100 significant at 5 %, and 20 of 100 not', () => {
    expect(compareProportions({ hits: 24, of: 100 }, { hits: 12, of: 100 })).toBeCloseTo(0.0215, 4);
    expect(compareProportions({ hits: 20, of: 100 }, { hits: 12, of: 100 })).toBeGreaterThan(0.05);
  });

  test('does not take one stray failure among few requests for proof', () => {
    expect(compareProportions({ hits: 1, of: 30 }, { hits: 0, of: 270 })).toBeGreaterThan(0.05);
    expect(compareProportions({ hits: 5, of: 30 }, { hits: 0, of: 270 })).toBeLessThan(0.001);
  });

  test.each([
    ['a side without trials', { hits: 0, of: 0 }, { hits: 1, of: 10 }],
    ['no hits at all', { hits: 0, of: 10 }, { hits: 0, of: 10 }],
    ['nothing but hits', { hits: 10, of: 10 }, { hits: 10, of: 10 }],
    ['counts that are none', { hits: Number.NaN, of: 10 }, { hits: 1, of: 10 }],
  ])('cannot be computed for %s', (_what, canary, baseline) => {
    expect(compareProportions(canary, baseline)).toBeNull();
  });

  test('gives a probability, and a smaller one for more harm', () => {
    const side = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(side, side, fc.nat(), fc.nat(), (now, before, someHits, otherHits) => {
        const canary = { hits: someHits % now, of: now };
        const baseline = { hits: otherHits % before, of: before };
        const p = compareProportions(canary, baseline);
        const worse = compareProportions({ hits: canary.hits + 1, of: now }, baseline);
        if (p === null) return;
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        const rate = canary.hits / now;
        if (worse !== null && rate > baseline.hits / before) expect(worse).toBeLessThanOrEqual(p);
      }),
    );
  });
});

describe('the quantile of a histogram', () => {
  const buckets = [
    { leMs: 10, count: 80 },
    { leMs: 20, count: 90 },
    { leMs: 50, count: 100 },
    { leMs: null, count: 100 },
  ];

  test('is interpolated inside its bucket', () => {
    expect(latencyQuantile(buckets, 0.95)).toEqual({ ms: 35, beyond: false });
    expect(latencyQuantile(buckets, 0.4)).toEqual({ ms: 5, beyond: false });
  });

  test('is marked when it lies beyond the last finite bound', () => {
    const slow = [
      { leMs: 10, count: 1 },
      { leMs: null, count: 100 },
    ];
    expect(latencyQuantile(slow, 0.95)).toEqual({ ms: 10, beyond: true });
  });

  test('is not there without answers', () => {
    expect(latencyQuantile([], 0.95)).toBeNull();
    expect(latencyQuantile([{ leMs: null, count: 0 }], 0.95)).toBeNull();
    expect(latencyQuantile([{ leMs: null, count: 5 }], 0.95)).toBeNull();
  });

  test('lets slower answers be counted at the bound at or above it', () => {
    expect(answersSlowerThan(buckets, 15)).toBe(10);
    expect(answersSlowerThan(buckets, 60)).toBeNull();
  });
});
