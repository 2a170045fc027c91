import type { ReleaseSpec } from '../domain/plan/spec.ts';
import { parseValueAs } from './parse-document.ts';
import type { DocumentProblem } from './problem.ts';

/**
 * Understands the body of a request as a `kind: Release` document. Gives what it means, or every
 * problem at once, each with a JSON pointer. Never throws.
 */
export function parseReleaseSpec(
  value: unknown,
): { readonly spec: ReleaseSpec } | { readonly problems: readonly DocumentProblem[] } {
  const parsed = parseValueAs('Release', value);
  return 'problems' in parsed ? parsed : { spec: parsed.document.content };
}
