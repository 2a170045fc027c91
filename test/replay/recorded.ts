/**
 * A history with what happened in it: local steps leave only their results, so the history alone
 * does not tell.
 */
export type Recorded = {
  /** Kinds of stages that succeeded. */
  readonly stages: readonly string[];
  /** Types of the facts, each once. */
  readonly facts: readonly string[];
  /** As `historyToJSON` writes it. */
  readonly history: unknown;
};
