import fc from 'fast-check';
import { judgeMetric } from '../../../domain/judge/judge-metric.ts';
import { type Outcome, verdictOf, worstOf } from '../../../domain/judge/outcome.ts';
import { type WeighedMetric, weighMetrics } from '../../../domain/judge/weigh-metrics.ts';
import { observed, rules, series } from './labelled-cases.ts';

const missing = { state: 'missing' } as const;
const { report } = judgeMetric(rules, { observed, baseline: series([]), canary: missing });
const scores = { passPercent: 75, marginalPercent: 50 };
const outcomes: readonly Outcome[] = ['fail', 'error', 'inconclusive', 'pass'];

function metric(outcome: Outcome, weight: number, isCritical = false, name = ''): WeighedMetric {
  return { metric: name, outcome, weight, isCritical, reason: '', report };
}

function weigh(...metrics: readonly WeighedMetric[]) {
  const named = metrics.map((each, index) => ({ ...each, metric: each.metric || `m${index}` }));
  return weighMetrics(named, scores);
}

test.each<[string, Outcome, readonly WeighedMetric[]]>([
  ['all passed', 'pass', [metric('pass', 1), metric('pass', 3)]],
  ['exactly the score to pass', 'pass', [metric('pass', 3), metric('fail', 1)]],
  ['just below it', 'inconclusive', [metric('pass', 74), metric('fail', 26)]],
  ['exactly the marginal score', 'inconclusive', [metric('pass', 1), metric('fail', 1)]],
  ['just below it', 'fail', [metric('pass', 49), metric('fail', 51)]],
  ['a critical failure among good ones', 'fail', [metric('pass', 99), metric('fail', 1, true)]],
  ['a critical failure without weight', 'fail', [metric('pass', 9), metric('fail', 0, true)]],
  ['a failure that does not count', 'pass', [metric('pass', 9), metric('fail', 0)]],
  ['no data that do not count', 'pass', [metric('pass', 9), metric('inconclusive', 0)]],
  ['no data among good ones', 'inconclusive', [metric('pass', 99), metric('inconclusive', 1)]],
  [
    'no data of a critical one',
    'inconclusive',
    [metric('pass', 9), metric('inconclusive', 0, true)],
  ],
  ['nothing but no data', 'inconclusive', [metric('inconclusive', 1)]],
  ['nothing at all', 'inconclusive', []],
  ['nothing that counts', 'inconclusive', [metric('pass', 0)]],
  [
    'an error before what is inconclusive',
    'error',
    [metric('inconclusive', 1), metric('error', 1)],
  ],
  ['a critical failure before an error', 'fail', [metric('error', 1), metric('fail', 1, true)]],
  ['failures that errors cannot outweigh', 'fail', [metric('fail', 6), metric('error', 4)]],
  ['failures that errors could outweigh', 'error', [metric('fail', 4), metric('error', 6)]],
  ['a weight that is none', 'error', [metric('pass', Number.NaN), metric('pass', 1)]],
  ['a weight below none', 'error', [metric('pass', -1), metric('pass', 2)]],
  ['one name twice', 'error', [metric('pass', 1, false, 'p95'), metric('pass', 1, false, 'p95')]],
])('%s: %s', (_label, expected, metrics) => {
  const { outcome, verdict } = weigh(...metrics);
  expect(outcome).toBe(expected);
  expect(verdict).toBe(expected === 'error' ? 'inconclusive' : expected);
});

test('a score out of order is an error, with what to write', () => {
  const { outcome, reason } = weighMetrics([metric('pass', 1)], {
    passPercent: 40,
    marginalPercent: 50,
  });
  expect(outcome).toBe('error');
  expect(reason).toContain('write marginalPercent from 0 on');
});

test('the verdict says what is known of the score, and keeps every metric', () => {
  const verdict = weigh(metric('pass', 5), metric('fail', 2), metric('error', 3));
  expect(verdict).toMatchObject({ scorePercent: 50, bestScorePercent: 80, scores });
  expect(verdict.metrics).toHaveLength(3);
  expect(verdict.reason).toBe('Not known: m2.');
});

describe('the one precedence', () => {
  const some = fc.array(fc.constantFrom(...outcomes), { maxLength: 6 });

  test('is failure, error, inconclusive, pass, in whatever order and grouping', () => {
    fc.assert(
      fc.property(some, some, (left, right) => {
        fc.pre(left.length > 0 && right.length > 0);
        const together = worstOf([...right, ...left]);
        expect(worstOf([worstOf(left), worstOf(right)])).toBe(together);
        expect(together).toBe(outcomes.find((each) => [...left, ...right].includes(each)));
      }),
    );
    expect(worstOf([])).toBe('inconclusive');
    expect(outcomes.map(verdictOf)).toEqual(['fail', 'inconclusive', 'inconclusive', 'pass']);
  });

  test('never lets worse evidence of one metric end in a milder verdict', () => {
    const one = fc.record({ outcome: fc.constantFrom(...outcomes), weight: fc.nat({ max: 9 }) });
    const severity = (outcome: Outcome) =>
      ['pass', 'inconclusive', 'fail'].indexOf(verdictOf(outcome));
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (all, isCritical) => {
          const [first, ...rest] = all.map(({ outcome, weight }) => metric(outcome, weight));
          const of = (outcome: Outcome) =>
            weigh(metric(outcome, first?.weight ?? 1, isCritical), ...rest).outcome;
          const [failed, unknown, passed] = [of('fail'), of('error'), of('pass')].map(severity);
          expect(failed).toBeGreaterThanOrEqual(passed ?? Number.NaN);
          expect(unknown).toBeGreaterThanOrEqual(passed ?? Number.NaN);
        },
      ),
    );
  });
});
