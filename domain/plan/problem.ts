/** One thing that is wrong with what a person wrote. All of them are found at once. */
export type PlanProblem = {
  /** Stable and machine-readable, such as `unknown-service`. */
  readonly code: string;
  /** JSON pointer into the document that holds the mistake. */
  readonly pointer: string;
  /** Which document: `release`, `catalog`, `policy` or `calendar`. */
  readonly document: 'release' | 'catalog' | 'policy' | 'calendar';
  /** What is wrong and what was expected, as a sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. Names the nearest known name where there is one. */
  readonly remedy: string;
};
