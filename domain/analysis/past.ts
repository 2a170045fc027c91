import type { ObservedTime } from '../judge/metric.ts';
import type { MetricTarget } from './fill-query.ts';
import type { AnalysisPolicy } from './policy.ts';
import type { AnalysisSummary } from './summarize.ts';

/** Who is compared with whom; a null baseline is one that serves nobody. */
export type ComparedComponent = {
  readonly component: string;
  readonly baseline: MetricTarget | null;
  readonly canary: MetricTarget;
};

/** An analysis of what has been measured already, as if it had been taken then. */
export type PastAnalysis = {
  readonly analysis: AnalysisPolicy;
  readonly compared: readonly ComparedComponent[];
  /** When the canary had users; the warm-up is the beginning of it. */
  readonly observed: ObservedTime;
  /** By how much the time of the baseline lies before that of the canary; 0: beside it. */
  readonly baselineBeforeMs: number;
};

/** What it would have come to, and by when. */
export type PastVerdict = AnalysisSummary & {
  /** Until when its last look saw; null when it had none. */
  readonly seenUntilMs: number | null;
};
