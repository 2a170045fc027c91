/** The numbers that a canary verdict rests on, for people and for the record. */
export type CanaryReport = {
  readonly baseline: CanarySide;
  readonly canary: CanarySide;
  /** One-sided p-value of the two-proportion test; null when it cannot be computed. */
  readonly failureRateP: number | null;
  /** Canary p95 over baseline p95; null when either has no data. */
  readonly latencyRatio: number | null;
};

export type CanarySide = {
  readonly requests: number;
  readonly failures: number;
  readonly p95Ms: number | null;
};
