import type { Catalog } from '../plan/catalog.ts';
import { indexCatalog } from '../plan/catalog-index.ts';
import { checkReference, checkUnique } from '../plan/check-reference.ts';
import { collectProblems, type PlanProblem, type PlanProblems } from '../plan/problem.ts';
import type { Portfolio } from './priority.ts';

const document = 'portfolio';

/** An owner whom the catalog does not know, and releases that are decided about twice. */
export function checkPortfolio(portfolio: Portfolio, catalog: Catalog): readonly PlanProblem[] {
  return collectProblems(problemsOf(portfolio, catalog));
}

function* problemsOf({ owner, decisions }: Portfolio, catalog: Catalog): PlanProblems {
  const { groups } = indexCatalog(catalog);
  yield* checkReference({ document, pointer: '/spec/owner' }, 'group', owner, groups);
  const releases = decisions.map(({ release }) => release);
  yield* checkUnique(document, (at) => `/spec/decisions/${at}/release`, releases);
}
