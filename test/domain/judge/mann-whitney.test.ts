import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  type Alternative,
  mannWhitney,
  smallestRankP,
} from '../../../domain/judge/mann-whitney.ts';

const alternatives: readonly Alternative[] = ['greater', 'less', 'two-sided'];
const value = fc.integer({ min: -20, max: 20 });
const sample = fc.array(value, { minLength: 1, maxLength: 30 });

type OracleCase = {
  readonly kind: string;
  readonly canary: readonly number[];
  readonly baseline: readonly number[];
  readonly u: number;
  readonly p: Readonly<Record<Alternative, number>>;
};

/** What SciPy said; the first line names its version and variant, the second the columns. */
function readOracle(): readonly OracleCase[] {
  const text = readFileSync(join(__dirname, 'mann-whitney.tsv'), 'utf8');
  const rows = text.trimEnd().split('\n').slice(2);
  return rows.map((row) => {
    const [kind = '', canary = '', baseline = '', ...figures] = row.split('\t');
    const [u = Number.NaN, greater = Number.NaN, less = Number.NaN, both = Number.NaN] =
      figures.map(Number);
    return {
      kind,
      canary: canary.split(' ').map(Number),
      baseline: baseline.split(' ').map(Number),
      u,
      p: { greater, less, 'two-sided': both },
    };
  });
}

describe('the rank test of Mann and Whitney', () => {
  test('agrees with SciPy to 1e-9 on random vectors with and without ties', () => {
    const cases = readOracle();
    const seen = { exact: 0, asymptotic: 0 };
    for (const { canary, baseline, u, p } of cases) {
      for (const alternative of alternatives) {
        const found = mannWhitney(canary, baseline, alternative);
        expect(found?.u).toBe(u);
        expect(Math.abs((found?.p ?? Number.NaN) - p[alternative])).toBeLessThan(1e-9);
        seen[found?.method ?? 'exact'] += 1;
      }
    }
    expect(cases.length).toBeGreaterThanOrEqual(100);
    expect(Math.min(seen.exact, seen.asymptotic)).toBeGreaterThan(50);
  });

  test('gives the mirrored answer when the sides change places', () => {
    fc.assert(
      fc.property(sample, sample, (canary, baseline) => {
        const greater = mannWhitney(canary, baseline, 'greater');
        const less = mannWhitney(baseline, canary, 'less');
        expect(greater?.p).toBeCloseTo(less?.p ?? Number.NaN, 12);
        expect((greater?.u ?? 0) + (less?.u ?? 0)).toBe(canary.length * baseline.length);
        const both = mannWhitney(canary, baseline, 'two-sided');
        expect(both?.p).toBeCloseTo(
          mannWhitney(baseline, canary, 'two-sided')?.p ?? Number.NaN,
          12,
        );
      }),
    );
  });

  test('does not depend on the order of the values, their origin or their unit', () => {
    fc.assert(
      fc.property(sample, sample, value, (canary, baseline, shift) => {
        const plain = mannWhitney(canary, baseline, 'greater');
        const moved = (values: readonly number[]) =>
          values.toReversed().map((each) => 3 * each + shift);
        expect(mannWhitney(moved(canary), moved(baseline), 'greater')).toEqual(plain);
      }),
    );
  });

  test('never finds less proof of an increase when a value of the canary grows', () => {
    const few = fc.uniqueArray(value, { minLength: 2, maxLength: 16 });
    fc.assert(
      fc.property(few, fc.nat(), fc.nat({ max: 15 }), (values, cut, grown) => {
        const size = 1 + (cut % (values.length - 1));
        const [canary, baseline] = [values.slice(0, size), values.slice(size)];
        // By a half, a value passes others without becoming equal to one.
        const more = canary.map((each, index) => (index === grown % size ? each + 10.5 : each));
        const before = mannWhitney(canary, baseline, 'greater')?.p ?? Number.NaN;
        expect(mannWhitney(more, baseline, 'greater')?.p).toBeLessThanOrEqual(before);
      }),
    );
  });

  test('finds nothing where all values are equal, and has no answer without values', () => {
    expect(mannWhitney([3, 3, 3], [3, 3], 'two-sided')?.p).toBe(1);
    expect(mannWhitney([], [1], 'greater')).toBeNull();
    expect(mannWhitney([1], [], 'greater')).toBeNull();
  });

  test('knows the smallest p that sizes allow: one arrangement of all', () => {
    expect(smallestRankP(3, 3, 'greater')).toBeCloseTo(1 / 20, 12);
    expect(smallestRankP(3, 3, 'two-sided')).toBeCloseTo(2 / 20, 12);
    expect(smallestRankP(4, 6, 'less')).toBeCloseTo(1 / 210, 12);
  });
});
