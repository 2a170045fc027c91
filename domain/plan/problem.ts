/** One thing that is wrong with what a person wrote. All of them are found at once. */
export type PlanProblem = {
  /** Stable and machine-readable, such as `unknown-service`. */
  readonly code: string;
  /** JSON pointer into the document that holds the mistake. */
  readonly pointer: string;
  /** Which document holds it, by its kind. */
  readonly document:
    | 'release'
    | 'catalog'
    | 'policy'
    | 'calendar'
    | 'portfolio'
    | 'duties'
    | 'audience';
  /** The place inside the text at the pointer, where that has lines of its own; both from 1. */
  readonly within?: { readonly line: number; readonly column: number };
  /** What is wrong and what was expected, as a sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. Names the nearest known name where there is one. */
  readonly remedy: string;
};

/** Problems as they are found. Nothing is worked out about those that nobody will read. */
export type PlanProblems = Iterable<PlanProblem>;

/**
 * The first 200 problems: what one look can take in, and a bound for what a broken file can cost.
 */
export function collectProblems(found: PlanProblems): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  for (const problem of found) {
    problems.push(problem);
    if (problems.length === problemLimit) break;
  }
  return problems;
}

const problemLimit = 200;
