import type { Verdict } from '../release/terms.ts';

/** What one judgement came to. An `error` is evidence that could not be had or not be read. */
export type Outcome = Verdict | 'error';

/** From what weighs most. The same for a side, a metric, a component and a whole canary. */
const precedence: readonly Outcome[] = ['fail', 'error', 'inconclusive', 'pass'];

/** What outcomes come to together; nothing at all is inconclusive. */
export function worstOf(outcomes: readonly Outcome[]): Outcome {
  return precedence.find((outcome) => outcomes.includes(outcome)) ?? 'inconclusive';
}

/** What an outcome means for a release: an error proves nothing, so a person is asked. */
export function verdictOf(outcome: Outcome): Verdict {
  return outcome === 'error' ? 'inconclusive' : outcome;
}
