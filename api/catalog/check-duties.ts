import type { DutyEngine } from '../../activities/ports/duties.ts';
import type { PlanProblem } from '../../domain/plan/problem.ts';
import { locateProblems } from '../../spec/locate-problems.ts';
import type { ReadFile } from '../../spec/read-directory.ts';
import { placesOf } from '../plans/places.ts';
import { invalidDocument } from '../problems/invalid-document.ts';

/**
 * Checks the policies of sets that are applied. Throws a `Problem` with every wrong place: a rule
 * that is only believed to hold is found here, and not when somebody has got past it.
 */
export async function checkDuties(files: readonly ReadFile[], engine: DutyEngine): Promise<void> {
  const errors = [];
  for (const file of files) {
    if (file.document.kind !== 'Duties') continue;
    const mistakes = await engine.check(file.document.content.policies);
    const problems = mistakes.map(
      ({ line, column, ...mistake }): PlanProblem => ({
        ...mistake,
        document: 'duties',
        pointer: '/spec/policies',
        within: { line, column },
      }),
    );
    errors.push(...placesOf(locateProblems(problems, [file]), ''));
  }
  if (errors.length > 0) throw invalidDocument(errors);
}
