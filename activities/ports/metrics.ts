import type { MetricTarget } from '../../domain/analysis/fill-query.ts';
import type { MetricQuery } from '../../domain/analysis/policy.ts';
import type { Place } from '../../domain/deployment/deployment.ts';
import type { ObservedTime, Series } from '../../domain/judge/metric.ts';

/** One metric of one version, over a time. */
export type RangeQuery = {
  readonly query: MetricQuery;
  readonly target: MetricTarget;
  readonly observed: ObservedTime;
  /**
   * Time between two points, and the window that each speaks about. They are counted back from the
   * end, so that what is left over is at the beginning, and the newest data are never left out.
   */
  readonly stepMs: number;
  readonly signal: AbortSignal;
};

/**
 * What is measured of versions. Absence is an answer: a series that the source does not know is
 * `missing`, one that it could not give is `unreadable`, a value that is none is NaN, and a time
 * without data has no point. No method throws for any of these.
 */
export type MetricsSource = {
  /** Has a look at a place now; sources that remember by themselves do nothing. */
  notice(place: Place): Promise<void>;
  range(query: RangeQuery): Promise<Series>;
};
