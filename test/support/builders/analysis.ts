import type { AnalysisPolicy } from '../../../domain/analysis/policy.ts';

/** Two short looks at one metric of Prometheus, of which no failure is borne. */
export function anAnalysis(
  schedule: Partial<AnalysisPolicy['schedule']> = {},
  metric: Partial<AnalysisPolicy['metrics'][number]> = {},
): AnalysisPolicy {
  const latency: AnalysisPolicy['metrics'][number] = {
    name: 'latency',
    source: { source: 'prometheus', query: 'latency{version="{{version}}"}' },
    stepMs: 1,
    rules: {
      harm: 'increase',
      alpha: 0.05,
      minimumPoints: 8,
      toleratedShift: 0,
      toleratedShare: 0.1,
      minimumDelta: 0.33,
      maximumGapMs: 4,
    },
    weight: 1,
    isCritical: false,
    ...metric,
  };
  return {
    metrics: [latency],
    schedule: {
      initialDelayMs: 0,
      intervalMs: 20,
      count: 2,
      failureLimit: 0,
      inconclusiveLimit: 1,
      consecutiveErrorLimit: 1,
      ...schedule,
    },
    scores: { passPercent: 75, marginalPercent: 50 },
  };
}
