import type { PlanProblem } from '../../domain/plan/problem.ts';
import { locateProblems } from '../../spec/locate-problems.ts';
import type { DocumentProblem } from '../../spec/problem.ts';
import type { ProblemPlace } from '../problem.ts';
import type { WrittenRelease } from './written-release.ts';

/**
 * Problems of documents as places of a request; `at` is the pointer of the document inside the
 * body.
 */
export function placesOf(problems: readonly DocumentProblem[], at: string): ProblemPlace[] {
  return problems.map(({ code, pointer, message, remedy, file, line, column }) => ({
    code,
    pointer: `${at}${pointer}`,
    message,
    remedy,
    ...(file === null || file === '' ? {} : { file }),
    ...(line === null || column === null ? {} : { line, column }),
  }));
}

/** Problems that the compiler found, in what was sent or in what was applied before. */
export function compileProblems(
  problems: readonly PlanProblem[],
  { document, locate, at }: WrittenRelease,
): ProblemPlace[] {
  const sent = problems.filter((problem) => problem.document === 'release');
  const applied = problems.filter((problem) => problem.document !== 'release');
  const located = locateProblems(sent, [{ file: '', document, locate }]);
  return [
    ...placesOf(located, at),
    ...applied.map(({ document: file, ...place }) => ({ ...place, file: `applied ${file}` })),
  ];
}
