import { Problem, type ProblemPlace } from '../problem.ts';
import { summaryOf } from './summary.ts';

/** The refusal of documents, with every wrong place in them. */
export function invalidDocument(errors: readonly ProblemPlace[]): Problem {
  return new Problem('invalid-document', { detail: summaryOf(errors), errors });
}
