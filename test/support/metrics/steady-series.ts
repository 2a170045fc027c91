import type { RangeQuery } from '../../../activities/ports/metrics.ts';
import { pointTimes } from '../../../domain/analysis/point-times.ts';
import type { Series } from '../../../domain/judge/metric.ts';

/** Every point that is asked for, with this value. */
export function steadySeries({ observed, stepMs }: RangeQuery, value: number): Series {
  const points = pointTimes(observed, stepMs).map((atMs) => ({ atMs, value }));
  return { state: 'read', points, isTruncated: false };
}
