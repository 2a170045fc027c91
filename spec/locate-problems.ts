import type { PlanProblem } from '../domain/plan/problem.ts';
import type { Kind } from './document.ts';
import type { DocumentProblem } from './problem.ts';
import type { ReadFile } from './read-directory.ts';

const kindOf = {
  release: 'Release',
  catalog: 'Catalog',
  policy: 'Policy',
  calendar: 'Calendar',
  duties: 'Duties',
  portfolio: 'Portfolio',
  audience: 'Audience',
} as const satisfies Record<PlanProblem['document'], Kind>;

/**
 * Problems that were found in what documents mean, put at their places in the files they came from.
 * `files` holds the documents in question, one of each kind; problems of others stay without a
 * place.
 */
export function locateProblems(
  problems: readonly PlanProblem[],
  files: readonly ReadFile[],
): readonly DocumentProblem[] {
  return problems.map(({ document, within, ...problem }) => {
    const source = files.find((candidate) => candidate.document.kind === kindOf[document]);
    const path = pathOf(problem.pointer);
    const place = source?.locate?.(path, 'value', within) ?? { line: null, column: null };
    return { ...problem, file: source?.file ?? null, ...place };
  });
}

function pathOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
