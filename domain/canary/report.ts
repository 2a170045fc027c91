/** The numbers that a canary verdict rests on, for people and for the record. */
export type CanaryReport = {
  readonly baseline: CanarySide;
  readonly canary: CanarySide;
  /** One-sided p-value of the two-proportion test; null when it cannot be computed. */
  readonly failureRateP: number | null;
  /** Canary p95 over baseline p95; null when either has no data. */
  readonly latencyRatio: number | null;
  /** What all looks together said of the failures. Absent where nobody looked, or in old facts. */
  readonly sequential?: SequentialFigures;
};

/** Of the sequential test that may end an observation early. */
export type SequentialFigures = {
  /** Holds however often was looked; see `alwaysValidP`. */
  readonly p: number;
  /** Below it harm is found. */
  readonly alpha: number;
  readonly looks: number;
  /** Looks whose numbers were no counts. */
  readonly unreadableLooks: number;
  /** The look at which harm was found, from 1; null where it was not. */
  readonly foundAtLook: number | null;
};

export type CanarySide = {
  readonly requests: number;
  readonly failures: number;
  readonly p95Ms: number | null;
};
