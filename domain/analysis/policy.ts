import type { MetricRules } from '../judge/metric.ts';
import type { Scores } from '../judge/weigh-metrics.ts';

/** How metrics of a canary are analysed beside those of what served before. */
export type AnalysisPolicy = {
  readonly metrics: readonly AnalysedMetric[];
  readonly schedule: AnalysisSchedule;
  readonly scores: Scores;
};

/** When an analysis looks, and what ends it. A limit ends it when it is exceeded, not reached. */
export type AnalysisSchedule = {
  /** Warm-up: nothing that is measured in it is judged. */
  readonly initialDelayMs: number;
  /** From one look to the next. Each judges everything since the warm-up. */
  readonly intervalMs: number;
  /** Looks that came to something; one that could not read its data does not count. */
  readonly count: number;
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  /** Errors one after the other. */
  readonly consecutiveErrorLimit: number;
};

export type AnalysedMetric = {
  readonly name: string;
  readonly source: MetricQuery;
  /** Time between two points, and the window that each of them speaks about. */
  readonly stepMs: number;
  readonly rules: MetricRules;
  /** A whole number; 0 is watched and does not count. */
  readonly weight: number;
  readonly isCritical: boolean;
};

/** What the gateway can say of a version by itself. */
export const gatewayMeasures = ['failure-rate', 'p95-latency-ms', 'requests-per-second'] as const;
export type GatewayMeasure = (typeof gatewayMeasures)[number];

/** Where the points of a metric come from. */
export type MetricQuery =
  | { readonly source: 'gateway'; readonly measure: GatewayMeasure }
  | {
      readonly source: 'prometheus';
      /** PromQL with placeholders, see `fillQuery`. */
      readonly query: string;
    };

/** The longest that an analysis may take: every look that counts after as many errors as may be. */
export function longestAnalysisMs(schedule: AnalysisSchedule): number {
  const { initialDelayMs, intervalMs, count, consecutiveErrorLimit } = schedule;
  return initialDelayMs + intervalMs * count * (consecutiveErrorLimit + 1);
}
