import type { Verdict } from '../release/terms.ts';
import type { CanaryReport } from './report.ts';

/** What one step of a canary came to, by the counters of the gateway. */
export type CanaryEvents = {
  readonly type: 'canary.judged';
  readonly stage: string;
  readonly component: string;
  readonly weightPercent: number;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly report: CanaryReport;
};
