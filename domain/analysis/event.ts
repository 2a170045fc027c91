import type { Outcome } from '../judge/outcome.ts';
import type { EvidenceReference, Verdict } from '../release/terms.ts';

/** How many looks came to what. */
export type LookCounts = Readonly<Record<Outcome, number>>;

/** The numbers that a metric was judged by; null where they could not be computed. */
export type MetricFigures = {
  readonly component: string;
  readonly metric: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly weight: number;
  readonly isCritical: boolean;
  /** Of each look: its share of the level that the policy states. */
  readonly alpha: number;
  readonly p: number | null;
  /** Cliff's delta, from -1 to 1. */
  readonly delta: number | null;
  readonly worseBy: number | null;
  readonly toleratedBy: number | null;
  readonly baseline: SideFigures;
  readonly canary: SideFigures;
};
type SideFigures = { readonly points: number; readonly median: number | null };

export type AnalysisEvents = {
  readonly type: 'analysis.judged';
  readonly stage: string;
  readonly weightPercent: number;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly looks: LookCounts;
  /** Of the last look; the worst first, and no more than a fact can carry. */
  readonly metrics: readonly MetricFigures[];
  /** The last look as a whole, with its points; null when there was none. */
  readonly evidence: EvidenceReference | null;
};
