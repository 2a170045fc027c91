import type { ProblemPlace } from '../problem.ts';

/** The first of several places as a sentence, with how many follow. */
export function summaryOf(errors: readonly ProblemPlace[]): string {
  const [first] = errors;
  const left = errors.length - 1;
  const more = left === 0 ? '' : left === 1 ? ' And one more.' : ` And ${left} more.`;
  return first === undefined ? 'Something is wrong.' : `${first.message}${more}`;
}
