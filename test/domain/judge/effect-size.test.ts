import fc from 'fast-check';
import { effectSize } from '../../../domain/judge/effect-size.ts';
import { estimateShift, middleOf } from '../../../domain/judge/estimate-shift.ts';
import { mannWhitney } from '../../../domain/judge/mann-whitney.ts';
import { seededRandom } from '../../support/judge/random.ts';

const size = fc.integer({ min: 1, max: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 25 });

describe('the effect size', () => {
  test('stays between -1 and 1, with the estimate between its bounds', () => {
    fc.assert(
      fc.property(size, size, share, (canary, baseline, part) => {
        const u = Math.round(part * canary * baseline);
        const { delta, deltaLower, deltaUpper } = effectSize(u, canary, baseline, 0.98);
        expect(deltaLower).toBeGreaterThanOrEqual(-1);
        expect(deltaUpper).toBeLessThanOrEqual(1);
        expect(deltaLower).toBeLessThanOrEqual(delta + 1e-12);
        expect(deltaUpper).toBeGreaterThanOrEqual(delta - 1e-12);
      }),
    );
  });

  test('mirrors when the sides change places', () => {
    fc.assert(
      fc.property(size, size, share, (canary, baseline, part) => {
        const u = Math.round(part * canary * baseline);
        const one = effectSize(u, canary, baseline, 0.98);
        const other = effectSize(canary * baseline - u, baseline, canary, 0.98);
        expect(other.delta).toBeCloseTo(-one.delta, 12);
        expect(other.deltaLower).toBeCloseTo(-one.deltaUpper, 9);
      }),
    );
  });

  test('keeps an interval where the samples do not overlap, the shorter the more points', () => {
    const lowerOf = (n: number) => effectSize(n * n, n, n, 0.95).deltaLower;
    expect(lowerOf(5)).toBeGreaterThan(0);
    expect(lowerOf(5)).toBeLessThan(0.7);
    expect(lowerOf(50)).toBeGreaterThan(0.9);
    expect(lowerOf(50)).toBeLessThan(1);
  });
});

describe('the shift of Hodges and Lehmann', () => {
  test('is the median of all differences', () => {
    fc.assert(
      fc.property(sample, sample, (canary, baseline) => {
        const differences = canary.flatMap((now) => baseline.map((before) => now - before));
        const sorted = differences.toSorted((one, other) => one - other);
        expect(estimateShift(canary, baseline, 0.95).estimate).toBe(middleOf(sorted));
      }),
    );
  });

  test('moves with the canary, against the baseline, and not by one outlier', () => {
    const before = [50, 52, 49, 51, 55, 48, 50, 53, 47, 51, 52, 50];
    const now = before.map((value) => value + 7);
    const { estimate, lower, upper } = estimateShift(now, before, 0.95);
    expect(estimate).toBe(7);
    expect(estimateShift(before, now, 0.95)).toEqual({
      estimate: -7,
      lower: -(upper ?? Number.NaN),
      upper: -(lower ?? Number.NaN),
    });
    expect(estimateShift(now.with(0, 1e9), before, 0.95).estimate).toBeCloseTo(7, 0);
  });

  test('has bounds that mirror when the sides change places, and close around the estimate', () => {
    const random = seededRandom(5);
    const draw = () => Array.from({ length: 14 }, random);
    for (let run = 0; run < 20; run += 1) {
      const [canary, baseline] = [draw(), draw()];
      const there = estimateShift(canary, baseline, 0.95);
      const back = estimateShift(baseline, canary, 0.95);
      expect(there.lower).toBe(-(back.upper ?? Number.NaN));
      expect(there.lower).toBeLessThan(there.estimate);
      const wider = estimateShift(canary, baseline, 0.99);
      expect(wider.lower).toBeLessThan(there.lower ?? Number.NaN);
    }
  });

  test('has no bounds where the samples are too small for them', () => {
    expect(estimateShift([1, 2], [3, 4], 0.98)).toEqual({ estimate: -2, lower: null, upper: null });
  });
});

test('both intervals hold the truth about as often as they say, in 500 simulations', () => {
  const random = seededRandom(11);
  // Two logistic distributions, the canary's later by 1; the truth of delta by its known integral.
  const logistic = () => {
    const part = random();
    return Math.log(part / (1 - part));
  };
  const draw = (n: number, by: number) => Array.from({ length: n }, () => logistic() + by);
  const e = Math.E;
  const trueDelta = 2 * ((e * (e - 2)) / (e - 1) ** 2) - 1;
  expect(trueDelta).toBeGreaterThan(0);
  const held = { delta: 0, shift: 0 };
  for (let run = 0; run < 500; run += 1) {
    const [canary, baseline] = [draw(15, 1), draw(20, 0)];
    const u = mannWhitney(canary, baseline, 'two-sided')?.u ?? Number.NaN;
    const effect = effectSize(u, 15, 20, 0.95);
    const shift = estimateShift(canary, baseline, 0.95);
    if (effect.deltaLower <= trueDelta && trueDelta <= effect.deltaUpper) held.delta += 1;
    if ((shift.lower ?? 2) <= 1 && 1 <= (shift.upper ?? 0)) held.shift += 1;
  }
  expect(held.delta / 500).toBeGreaterThan(0.93);
  expect(held.delta / 500).toBeLessThan(0.985);
  expect(held.shift / 500).toBeGreaterThan(0.93);
  expect(held.shift / 500).toBeLessThan(0.985);
});
