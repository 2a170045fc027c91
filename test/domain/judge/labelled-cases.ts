import type { MetricRules, Point, Series } from '../../../domain/judge/metric.ts';
import type { Outcome } from '../../../domain/judge/outcome.ts';

const stepMs = 10_000;
export const observed = { fromMs: 1_000_000, untilMs: 1_000_000 + 12 * stepMs };

/** Latencies in ms, judged as people usually would. */
export const rules: MetricRules = {
  harm: 'increase',
  alpha: 0.01,
  minimumPoints: 10,
  toleratedShift: 2,
  toleratedShare: 0.1,
  minimumDelta: 0.33,
  maximumGapMs: 2 * stepMs,
};

/** One value each ten seconds from the beginning on. */
export function series(values: readonly number[]): Series {
  const points = values.map((value, i): Point => ({ atMs: observed.fromMs + i * stepMs, value }));
  return { state: 'read', points, isTruncated: false };
}

const always = (value: number) => series(Array.from({ length: 12 }, () => value));
const plain = [50, 52, 49, 51, 55, 48, 50, 53, 47, 51, 52, 50];
const grown = (by: number) => series(plain.map((value) => value + by));
const scaled = (by: number) => series(plain.map((value) => value * by));
const usual = series(plain);
const withValue = (index: number, value: number) => series(plain.with(index, value));
const withPoints = (change: (points: readonly Point[]) => readonly Point[]): Series =>
  usual.state === 'read' ? { ...usual, points: change(usual.points) } : usual;
const sparse = withPoints((points) => points.filter((_, index) => ![1, 4, 7].includes(index)));
const dense = withPoints(([first]) =>
  Array.from({ length: 1_001 }, (_, i) => ({ value: 50, atMs: (first?.atMs ?? 0) + i * 119 })),
);
const before: Point = { atMs: observed.fromMs - 1, value: 50 };
const after: Point = { atMs: observed.untilMs, value: 50 };
const half = series([1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0]);
const brief = withPoints((points) => [0, 4, 8, 11].flatMap((i) => points[i] ?? []));
const none: Series = { state: 'missing' };
const refused: Series = { state: 'unreadable', reason: 'it answered 503.' };
const noise = series([10, 90, 30, 70, 50, 20, 80, 60, 40, 55, 35, 65]);
const noisier = series([25, 95, 45, 85, 65, 15, 98, 75, 55, 50, 30, 88]);
const rare = series([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
const frequent = series([1, 2, 0, 1, 3, 1, 0, 2, 1, 1, 2, 1]);

type Case = readonly [
  label: string,
  baseline: Series,
  canary: Series,
  expected: Outcome,
  rules?: Partial<MetricRules>,
];

/** What a person who looks at the two series would say, and the judge has to say too. */
export const labelledCases: readonly Case[] = [
  ['the same values', usual, usual, 'pass'],
  ['the same values in another order', usual, series(plain.toReversed()), 'pass'],
  ['worse within the tolerated share', usual, grown(4), 'pass'],
  ['better', usual, grown(-20), 'pass'],
  ['much worse', usual, grown(20), 'fail'],
  ['twice as slow', usual, scaled(2), 'fail'],
  ['a thousand times as slow', usual, scaled(1_000), 'fail'],
  ['worse in less than the tolerated unit', scaled(0.1), series(plain.map((v) => v / 8)), 'pass'],
  ['worse, where nothing is tolerated', usual, grown(6), 'fail', { toleratedShare: 0 }],
  ['worse, where the share tolerates more', usual, grown(20), 'pass', { toleratedShare: 0.5 }],
  ['worse, where the shift tolerates more', usual, grown(20), 'pass', { toleratedShift: 25 }],
  ['overlapping and noisy, somewhat worse', noise, noisier, 'pass'],
  ['the same, where small effects matter', noise, noisier, 'inconclusive', { minimumDelta: 0.2 }],
  ['one outlier in the canary', usual, withValue(3, 5_000), 'pass'],
  ['one outlier in the baseline', withValue(3, 5_000), usual, 'pass'],
  ['an outlier that hides harm from the mean', withValue(3, 5_000), grown(20), 'fail'],
  ['seldom events that stay seldom', rare, rare, 'pass', { toleratedShift: 0.5 }],
  ['seldom events that become frequent', rare, frequent, 'fail', { toleratedShift: 0.5 }],
  ['events where there were none', always(0), frequent, 'fail', { toleratedShift: 0.5 }],
  ['events in fewer than half', always(0), half, 'fail', { toleratedShift: 0.3, alpha: 0.05 }],
  ['events that stop', frequent, always(0), 'pass', { toleratedShift: 0.5 }],
  ['fewer, where fewer is harm', usual, grown(-20), 'fail', { harm: 'decrease' }],
  ['more, where fewer is harm', usual, grown(20), 'pass', { harm: 'decrease' }],
  ['fewer, where any change is harm', usual, grown(-20), 'fail', { harm: 'change' }],
  ['more, where any change is harm', usual, grown(20), 'fail', { harm: 'change' }],
  ['the same, where any change is harm', usual, grown(1), 'pass', { harm: 'change' }],
  ['constant and equal', always(7), always(7), 'pass'],
  ['both always zero', always(0), always(0), 'pass', { toleratedShift: 0 }],
  ['constant, within the tolerance', always(100), always(109), 'pass'],
  ['constant, at the tolerance', always(100), always(110), 'pass'],
  ['constant, above the tolerance', always(100), always(111), 'fail'],
  ['constant and better', always(100), always(10), 'pass'],
  ['constant and fewer, where that is harm', always(100), always(10), 'fail', { harm: 'decrease' }],
  ['constant from zero, nothing tolerated', always(0), always(1), 'fail', { toleratedShift: 0 }],
  ['negative and constant, worse', always(-100), always(-80), 'fail'],
  ['only the baseline constant, canary worse', always(50), grown(20), 'fail'],
  ['only the canary constant, and better', usual, always(40), 'pass'],
  ['no canary data', usual, none, 'inconclusive'],
  ['no baseline data', none, usual, 'inconclusive'],
  ['no data at all', none, none, 'inconclusive'],
  ['an empty canary', usual, series([]), 'inconclusive'],
  ['a NaN in the canary', usual, withValue(5, Number.NaN), 'inconclusive'],
  [
    'a NaN in a canary that is much worse',
    usual,
    series([...plain.map(() => 500), Number.NaN]),
    'inconclusive',
  ],
  ['a NaN in the baseline', withValue(5, Number.NaN), usual, 'inconclusive'],
  ['an infinite value', usual, withValue(5, Number.POSITIVE_INFINITY), 'inconclusive'],
  ['nothing but NaN', usual, always(Number.NaN), 'inconclusive'],
  ['too few points', usual, sparse, 'inconclusive'],
  ['too many points to compare', usual, dense, 'inconclusive'],
  ['too few for any proof', grown(0), grown(20), 'inconclusive', { alpha: 1e-7 }],
  [
    'so few that none could prove harm',
    brief,
    brief,
    'inconclusive',
    { minimumPoints: 3, maximumGapMs: 5 * stepMs },
  ],
  ['stale: the last two are missing', usual, series(plain.slice(0, -2)), 'inconclusive'],
  ['a late beginning', withPoints((p) => p.slice(3)), usual, 'inconclusive', { minimumPoints: 5 }],
  ['a hole', usual, withPoints((p) => p.toSpliced(4, 2)), 'inconclusive'],
  ['a point from before', usual, withPoints((p) => [before, ...p]), 'inconclusive'],
  ['a point from after', usual, withPoints((p) => [...p, after]), 'inconclusive'],
  ['a time that comes twice', usual, withPoints((p) => [...p, ...p.slice(3, 4)]), 'inconclusive'],
  ['truncated', usual, { ...grown(0), isTruncated: true } as Series, 'inconclusive'],
  [
    'truncated, and much worse',
    usual,
    { ...grown(99), isTruncated: true } as Series,
    'inconclusive',
  ],
  ['a canary answered by 503', usual, refused, 'error'],
  ['a baseline answered by 503', refused, usual, 'error'],
  ['one side missing, one answered by 503', none, refused, 'error'],
  ['values too large to be compared', always(-1.7e308), always(1.7e308), 'error'],
  ['an alpha that is none', usual, grown(20), 'error', { alpha: 0 }],
  ['a tolerance that is none', usual, grown(20), 'error', { toleratedShift: Number.NaN }],
];
