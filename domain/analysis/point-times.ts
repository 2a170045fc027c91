import type { ObservedTime } from '../judge/metric.ts';

/**
 * The times of the points of a range, in ascending order: a step apart, counted back from the last
 * millisecond of the range. Each stands for the step before it, which lies in the range as a whole.
 */
export function pointTimes({ fromMs, untilMs }: ObservedTime, stepMs: number): readonly number[] {
  const lastMs = untilMs - 1;
  const points = Math.max(0, Math.floor((untilMs - fromMs) / stepMs));
  return Array.from({ length: points }, (_, index) => lastMs - (points - 1 - index) * stepMs);
}
