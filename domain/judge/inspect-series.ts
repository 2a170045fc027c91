import type { MetricRules, ObservedTime, Point, Series } from './metric.ts';
import type { Outcome } from './outcome.ts';

export type Inspection =
  | { readonly points: readonly Point[]; readonly problem: null }
  | {
      readonly points: readonly Point[];
      readonly problem: { readonly outcome: Outcome; readonly reason: string };
    };

/** More pairs of points take too long to compare; a coarser step says the same. */
export const mostPoints = 1_000;

/**
 * Whether a series can be judged at all, with its points in the order of time. Nothing is filled
 * in, left out or made up: a hole in the data is where harm would hide.
 */
export function inspectSeries(
  who: string,
  series: Series,
  observed: ObservedTime,
  rules: Pick<MetricRules, 'minimumPoints' | 'maximumGapMs'>,
): Inspection {
  if (series.state === 'missing')
    return problemWith([], 'inconclusive', `${who} has no such data.`);
  if (series.state === 'unreadable') {
    return problemWith([], 'error', `${who} could not be read: ${series.reason}`);
  }
  const points = series.points.toSorted((one, other) => one.atMs - other.atMs);
  const reason = series.isTruncated
    ? 'is truncated: the source has more than it gave.'
    : flawOf(points, observed, rules);
  if (reason === null) return { points, problem: null };
  return problemWith(points.filter(isFinitePoint), 'inconclusive', `${who} ${reason}`);
}

function problemWith(points: readonly Point[], outcome: Outcome, reason: string): Inspection {
  return { points, problem: { outcome, reason } };
}

function flawOf(
  points: readonly Point[],
  { fromMs, untilMs }: ObservedTime,
  { minimumPoints, maximumGapMs }: Pick<MetricRules, 'minimumPoints' | 'maximumGapMs'>,
): string | null {
  const unusable = points.filter((point) => !isFinitePoint(point)).length;
  if (unusable > 0) return `has ${unusable} of ${points.length} points that are no numbers.`;
  if (points.some(({ atMs }) => atMs < fromMs || atMs >= untilMs)) {
    return 'has points from outside the time that is judged.';
  }
  const times = points.map(({ atMs }) => atMs);
  if (new Set(times).size < times.length) return 'has two points of one time.';
  if (points.length < minimumPoints) {
    return `has ${points.length} points; ${minimumPoints} are the least that count.`;
  }
  if (points.length > mostPoints) {
    return `has ${points.length} points; take a coarser step, for at most ${mostPoints}.`;
  }
  const [first = untilMs, last = fromMs] = [times[0], times.at(-1)];
  if (untilMs - last > maximumGapMs) {
    return `is stale: its last point is ${seconds(untilMs - last)} older than the end.`;
  }
  if (first - fromMs > maximumGapMs) {
    return `begins ${seconds(first - fromMs)} after the time that is judged.`;
  }
  const gapMs = times.slice(1).reduce((gap, at, i) => Math.max(gap, at - (times[i] ?? at)), 0);
  return gapMs > maximumGapMs ? `has a hole of ${seconds(gapMs)}.` : null;
}

function isFinitePoint({ atMs, value }: Point): boolean {
  return Number.isFinite(atMs) && Number.isFinite(value);
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
