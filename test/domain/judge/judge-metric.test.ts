import fc from 'fast-check';
import { judgeMetric } from '../../../domain/judge/judge-metric.ts';
import type { HarmDirection, MetricRules } from '../../../domain/judge/metric.ts';
import type { Outcome } from '../../../domain/judge/outcome.ts';
import { labelledCases, observed, rules, series } from './labelled-cases.ts';

const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 12, maxLength: 12 });
const direction = fc.constantFrom<HarmDirection>('increase', 'decrease', 'change');

function judge(
  baseline: readonly number[],
  canary: readonly number[],
  changed: Partial<MetricRules> = {},
) {
  const evidence = { observed, baseline: series(baseline), canary: series(canary) };
  return judgeMetric({ ...rules, ...changed }, evidence);
}

const cases = labelledCases.map(([label, baseline, canary, expected, changed]) => ({
  label,
  evidence: { observed, baseline, canary },
  expected,
  itsRules: { ...rules, ...changed },
}));

test.each(cases)('$label: $expected', ({ evidence, expected, itsRules }) => {
  const judgement = judgeMetric(itsRules, evidence);
  expect(judgement).toMatchObject({ outcome: expected });
  expect(judgement.reason).toMatch(/\.$/);
});

test('the table has at least 40 cases, of every outcome', () => {
  expect(labelledCases.length).toBeGreaterThanOrEqual(40);
  const outcomes = new Set(labelledCases.map(([, , , expected]) => expected));
  expect([...outcomes].toSorted()).toEqual(['error', 'fail', 'inconclusive', 'pass']);
});

describe('the judgement of a metric', () => {
  test('does not depend on the order in which the points came', () => {
    fc.assert(
      fc.property(values, values, direction, fc.nat({ max: 11 }), (before, now, harm, cut) => {
        const judged = judge(before, now, { harm });
        const shuffled = series(now);
        if (shuffled.state !== 'read') throw new Error('It was read.');
        const points = [...shuffled.points.slice(cut), ...shuffled.points.slice(0, cut)];
        const evidence = {
          observed,
          baseline: series(before),
          canary: { ...shuffled, points },
        };
        expect(judgeMetric({ ...rules, harm }, evidence)).toEqual(judged);
      }),
    );
  });

  test('is the same wherever zero lies, as long as the tolerance is a shift', () => {
    fc.assert(
      fc.property(values, values, direction, fc.integer(), (before, now, harm, by) => {
        const changed = { harm, toleratedShare: 0, minimumDelta: 0.1 };
        const moved = (side: readonly number[]) => side.map((value) => value + (by % 1_024));
        const [one, other] = [
          judge(before, now, changed),
          judge(moved(before), moved(now), changed),
        ];
        // Means that differ in their last digit may lie on two sides of the tolerance.
        fc.pre(Math.abs((one.report.worseBy ?? 0) - (one.report.toleratedBy ?? 0)) > 1e-9);
        expect(other.outcome).toBe(one.outcome);
      }),
    );
  });

  test('mirrors: an increase is to one direction what a decrease is to the other', () => {
    fc.assert(
      fc.property(values, values, (before, now) => {
        const mirrored = (side: readonly number[]) => side.map((value) => -value);
        const up = judge(before, now, { harm: 'increase' });
        const down = judge(mirrored(before), mirrored(now), { harm: 'decrease' });
        expect(down.outcome).toBe(up.outcome);
        expect(down.report.worseBy).toBeCloseTo(up.report.worseBy ?? Number.NaN, 9);
      }),
    );
  });
});

describe('the outcome and the report of a metric', () => {
  test('never gets milder when every value of the canary gets worse', () => {
    const severity: readonly Outcome[] = ['pass', 'inconclusive', 'fail'];
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 40 }), (before, now, by) => {
        const changed = { minimumDelta: 0.1 };
        const mild = judge(before, now, changed).outcome;
        const worse = judge(
          before,
          now.map((value) => value + by),
          changed,
        ).outcome;
        expect(severity.indexOf(worse)).toBeGreaterThanOrEqual(severity.indexOf(mild));
      }),
    );
  });

  test('passes whatever varies against itself', () => {
    fc.assert(
      fc.property(values, direction, (side, harm) => {
        const changed = { harm, toleratedShift: 0, toleratedShare: 0 };
        expect(judge(side, side, changed).outcome).toBe('pass');
      }),
    );
  });

  test('carries its rules, numbers, sample sizes and what a plot needs', () => {
    const before = [50, 52, 49, 51, 55, 48, 50, 53, 47, 51, 52, 50];
    const { report } = judge(
      before,
      before.map((value) => value + 20),
    );
    expect(report).toMatchObject({
      rules,
      baseline: { points: 12, median: 50.5, plot: { length: 12 } },
      canary: { points: 12, median: 70.5 },
      test: { u: 144, method: 'asymptotic' },
      effect: { delta: 1, superiority: 1 },
      shift: { estimate: 20 },
    });
    expect(report.toleratedBy).toBeCloseTo(5.05, 9);
    expect(report.test?.p).toBeLessThan(0.0001);
    expect(report.effect?.deltaLower).toBeGreaterThan(0.33);
    expect(report.effect?.deltaUpper).toBeCloseTo(1, 6);
    expect(report.shift?.lower).toBeGreaterThan(10);
    expect(report.shift?.upper).toBeLessThan(30);
    expect(report.baseline.plot[1]).toEqual({ atMs: observed.fromMs + 10_000, value: 52 });
  });
});
