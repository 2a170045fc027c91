import type { PolicyText } from '../../domain/duties/diff-policies.ts';
import type { DutyQuestion } from '../../domain/duties/duty-question.ts';
import type { DutySet } from '../../domain/duties/duty-set.ts';
import type { DutyAnswer } from '../../domain/duties/read-answers.ts';
import type { DutyOrigin } from '../../domain/proposal/why-unconfirmed.ts';

/** Asks policies. The only place that knows their language. */
export type DutyEngine = {
  /**
   * The answer of each set, in their order. Never throws for what a set holds: one that cannot be
   * asked says so.
   */
  ask(sets: readonly string[], question: DutyQuestion): Promise<readonly DutyAnswer[]>;
  /**
   * Every mistake of a set: in its language, against the schema of duties, in the names of its
   * policies. Empty for one that may be applied.
   */
  check(policies: string): Promise<readonly DutyMistake[]>;
  /** The policies of a set, one by one; none where it cannot be read. */
  policiesOf(policies: string): Promise<readonly PolicyText[]>;
};

/** A mistake and its place in the text of the policies; both count from 1. */
export type DutyMistake = {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly line: number;
  readonly column: number;
};

export type DutySource = {
  /** The set that is applied at the moment of asking, or null. */
  duties(): Promise<DutySet | null>;
  /** What the records say of how it came to count; it has to be proved. */
  dutyOrigin(): Promise<DutyOrigin>;
};
