import type { Outcome } from '../judge/outcome.ts';
import { verdictOf, worstOf } from '../judge/outcome.ts';
import type { WeighedMetric } from '../judge/weigh-metrics.ts';
import type { Conclusion } from './conclude.ts';
import type { AnalysisEvents, LookCounts, MetricFigures } from './event.ts';
import type { Look } from './judge-look.ts';

/** What a release records of an analysis, but for where and when. */
export type AnalysisSummary = Omit<AnalysisEvents, 'type' | 'stage' | 'weightPercent' | 'evidence'>;

/** Facts are kept for years and travel with every step: the evidence has the rest. */
const mostFigures = 100;

/** The conclusion of an analysis with the numbers of its last look; null when it had none. */
export function summarize(
  { outcome, reason }: Conclusion,
  looks: readonly Outcome[],
  last: Look | null,
): AnalysisSummary {
  const components = last?.components ?? [];
  const worst = components.find((component) => component.outcome === last?.outcome);
  const figures = components.flatMap(({ component, metrics }) =>
    metrics.map((metric) => figuresOf(component, metric)),
  );
  return {
    verdict: verdictOf(outcome),
    reason: worst === undefined ? reason : `${reason} ${worst.component}: ${worst.reason}`,
    looks: countLooks(looks),
    metrics: figures.toSorted(worstFirst).slice(0, mostFigures),
  };
}

function countLooks(looks: readonly Outcome[]): LookCounts {
  const count = (outcome: Outcome) => looks.filter((look) => look === outcome).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    error: count('error'),
    inconclusive: count('inconclusive'),
  };
}

function worstFirst(one: MetricFigures, other: MetricFigures): number {
  if (one.outcome === other.outcome) return 0;
  return worstOf([one.outcome, other.outcome]) === one.outcome ? -1 : 1;
}

function figuresOf(component: string, judged: WeighedMetric): MetricFigures {
  const { metric, outcome, reason, weight, isCritical, report } = judged;
  const { rules, test, effect, worseBy, toleratedBy, baseline, canary } = report;
  return {
    component,
    metric,
    outcome,
    reason,
    weight,
    isCritical,
    alpha: rules.alpha,
    p: test?.p ?? null,
    delta: effect?.delta ?? null,
    worseBy,
    toleratedBy,
    baseline: { points: baseline.points, median: baseline.median },
    canary: { points: canary.points, median: canary.median },
  };
}
