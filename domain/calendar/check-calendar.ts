import type { Catalog } from '../plan/catalog.ts';
import { indexCatalog } from '../plan/catalog-index.ts';
import { checkReference, checkUnique } from '../plan/check-reference.ts';
import { collectProblems, type PlanProblem, type PlanProblems } from '../plan/problem.ts';
import type { CalendarEntry } from './entry.ts';

/**
 * Everything in a calendar that the catalog does not know, or that stands twice. All problems at
 * once.
 */
export function checkCalendar(
  entries: readonly CalendarEntry[],
  catalog: Catalog,
): readonly PlanProblem[] {
  return collectProblems(problemsOf(entries, catalog));
}

function* problemsOf(entries: readonly CalendarEntry[], catalog: Catalog): PlanProblems {
  const { environments: known, groups } = indexCatalog(catalog);
  const document = 'calendar';
  const ids = entries.map(({ id }) => id);
  yield* checkUnique(document, (index) => `/spec/entries/${index}/id`, ids);
  for (const [index, { environments, owner }] of entries.entries()) {
    const at = `/spec/entries/${index}`;
    yield* checkReference({ document, pointer: `${at}/owner` }, 'group', owner, groups);
    for (const [position, name] of environments.entries()) {
      const pointer = `${at}/environments/${position}`;
      yield* checkReference({ document, pointer }, 'environment', name, known);
    }
  }
}
