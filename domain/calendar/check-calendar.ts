import type { Catalog } from '../plan/catalog.ts';
import { indexCatalog } from '../plan/catalog-index.ts';
import { checkReference, checkUnique } from '../plan/check-reference.ts';
import { collectProblems, type PlanProblem, type PlanProblems } from '../plan/problem.ts';
import { regionsIn } from '../plan/regions-in.ts';
import { checkTimes } from './check-times.ts';
import type { CalendarEntry } from './entry.ts';

const document = 'calendar';

/**
 * Everything in a calendar that the catalog does not know, that stands twice, or that no clock can
 * show. All problems at once.
 */
export function checkCalendar(
  entries: readonly CalendarEntry[],
  catalog: Catalog,
): readonly PlanProblem[] {
  return collectProblems([
    ...collectProblems(references(entries, catalog)),
    ...collectProblems(times(entries)),
  ]);
}

/** Of that, what a calendar that was applied before may have come to lack by another catalog. */
export function checkReferences(
  entries: readonly CalendarEntry[],
  catalog: Catalog,
): readonly PlanProblem[] {
  return collectProblems(references(entries, catalog));
}

function* times(entries: readonly CalendarEntry[]): PlanProblems {
  for (const [index, entry] of entries.entries()) {
    yield* checkTimes(entry, `/spec/entries/${index}`);
  }
}

function* references(entries: readonly CalendarEntry[], catalog: Catalog): PlanProblems {
  const { environments, groups, services } = indexCatalog(catalog);
  const ids = entries.map(({ id }) => id);
  yield* checkUnique(document, (index) => `/spec/entries/${index}/id`, ids);
  for (const [index, entry] of entries.entries()) {
    const at = `/spec/entries/${index}`;
    yield* checkReference({ document, pointer: `${at}/owner` }, 'group', entry.owner, groups);
    const named = [
      ['environments', 'environment', environments],
      ['regions', 'region', regionsIn(catalog)],
      ['services', 'service', services],
      ['teams', 'group', groups],
    ] as const;
    for (const [dimension, what, known] of named) {
      if (known === null) continue;
      for (const [position, name] of (entry[dimension] ?? []).entries()) {
        const pointer = `${at}/${dimension}/${position}`;
        yield* checkReference({ document, pointer }, what, name, known);
      }
    }
  }
}
