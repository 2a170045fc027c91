import { judgeMetric } from '../judge/judge-metric.ts';
import type { ObservedTime, Series } from '../judge/metric.ts';
import { type Outcome, worstOf } from '../judge/outcome.ts';
import { type CanaryVerdict, weighMetrics } from '../judge/weigh-metrics.ts';
import type { AnalysisPolicy } from './policy.ts';

/** What the source gave of one metric of both sides. */
export type MeasuredSides = {
  readonly metric: string;
  readonly baseline: Series;
  readonly canary: Series;
};

export type MeasuredComponent = {
  readonly component: string;
  readonly metrics: readonly MeasuredSides[];
};

/** One look at everything since the warm-up. */
export type Look = {
  readonly observed: ObservedTime;
  readonly outcome: Outcome;
  readonly components: readonly (CanaryVerdict & { readonly component: string })[];
};

/**
 * Judges what all metrics of all components say up to now; the worst component counts. A metric
 * that was not measured is one without data.
 *
 * Each look sees the data of the ones before again, and has a chance of its own to take chance for
 * harm. So each gets its share of the significance level (Bonferroni correction): whatever the
 * number of looks, a metric of a healthy canary fails at any of them with probability `alpha` at
 * most.
 */
export function judgeLook(
  { metrics, schedule, scores }: AnalysisPolicy,
  observed: ObservedTime,
  measured: readonly MeasuredComponent[],
): Look {
  const components = measured.map(({ component, metrics: sides }) => {
    const judged = metrics.map(({ name, rules, weight, isCritical }) => {
      const found = sides.find(({ metric }) => metric === name);
      const evidence = {
        observed,
        baseline: found?.baseline ?? none,
        canary: found?.canary ?? none,
      };
      const strict = { ...rules, alpha: rules.alpha / schedule.count };
      return { ...judgeMetric(strict, evidence), metric: name, weight, isCritical };
    });
    return { component, ...weighMetrics(judged, scores) };
  });
  return { observed, outcome: worstOf(components.map(({ outcome }) => outcome)), components };
}

const none: Series = { state: 'missing' };
