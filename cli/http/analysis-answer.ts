export type MetricFiguresAnswer = {
  readonly component: string;
  readonly metric: string;
  readonly outcome: string;
  readonly reason: string;
  readonly p: number | null;
  readonly delta: number | null;
  readonly baseline: { readonly points: number; readonly median: number | null };
  readonly canary: { readonly points: number; readonly median: number | null };
};

export type AnalysisAnswer = {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly reason: string;
  readonly looks: Readonly<Record<string, number>>;
  readonly metrics: readonly MetricFiguresAnswer[];
  readonly seenUntilMs: number | null;
};
