import type { EffectSize } from './effect-size.ts';
import type { Shift } from './estimate-shift.ts';
import type { RankTest } from './mann-whitney.ts';
import type { Outcome } from './outcome.ts';

/** The way in which a metric changes when users are harmed. */
export type HarmDirection = 'increase' | 'decrease' | 'change';

export type MetricRules = {
  readonly harm: HarmDirection;
  /** The probability, at one look, that chance alone passes for harm. */
  readonly alpha: number;
  /** Fewer points on a side are no sample. */
  readonly minimumPoints: number;
  /** What is no harm, in the unit of the metric. */
  readonly toleratedShift: number;
  /** What is no harm, as a share of the baseline's median; the greater tolerance counts. */
  readonly toleratedShare: number;
  /** |Cliff's delta| below which a difference is too small to matter; 0.33 is called medium. */
  readonly minimumDelta: number;
  /** The longest time between two points, and before the first and after the last one. */
  readonly maximumGapMs: number;
};

export type Point = { readonly atMs: number; readonly value: number };

/** What a source of metrics gave for one side. */
export type Series =
  | {
      readonly state: 'read';
      readonly points: readonly Point[];
      /** The source said that there is more than it gave. */
      readonly isTruncated: boolean;
    }
  /** The source answered, and knows no such series. */
  | { readonly state: 'missing' }
  /** It did not answer, or with an error such as HTTP 503, or with what cannot be read. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** The time that is judged, the same for both sides: from `fromMs` on, before `untilMs`. */
export type ObservedTime = { readonly fromMs: number; readonly untilMs: number };

export type MetricEvidence = {
  readonly observed: ObservedTime;
  readonly baseline: Series;
  readonly canary: Series;
};

export type SideSummary = {
  readonly points: number;
  readonly median: number | null;
  readonly mean: number | null;
  /** For a plot: the points that were judged, thinned evenly where they are many. */
  readonly plot: readonly Point[];
};

/** The numbers that the outcome rests on; null where they could not be computed. */
export type MetricReport = {
  readonly rules: MetricRules;
  readonly baseline: SideSummary;
  readonly canary: SideSummary;
  readonly test: RankTest | null;
  readonly effect: EffectSize | null;
  readonly shift: Shift | null;
  /** How much worse the canary is, by median or mean, and how much is tolerated. */
  readonly worseBy: number | null;
  readonly toleratedBy: number | null;
};

export type MetricJudgement = {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly report: MetricReport;
};
