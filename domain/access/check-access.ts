import type { CatalogIndex } from '../plan/catalog-index.ts';
import { checkReference, checkUnique } from '../plan/check-reference.ts';
import type { PlanProblems } from '../plan/problem.ts';
import type { AccessResource } from './access.ts';

const document = 'catalog';

/** What is wrong with the resources of one environment, which stand at `at` in the catalog. */
export function* checkAccess(
  resources: readonly AccessResource[],
  at: string,
  { groups }: CatalogIndex,
): PlanProblems {
  const names = resources.map(({ name }) => name);
  yield* checkUnique(document, (index) => `${at}/${index}/name`, names);
  for (const [index, resource] of resources.entries()) {
    for (const part of ['grantedBy', 'revokedBy'] as const) {
      for (const [position, group] of resource[part].entries()) {
        const pointer = `${at}/${index}/${part}/${position}`;
        yield* checkReference({ document, pointer }, 'group', group, groups);
      }
    }
    yield* checkUnique(document, (nth) => `${at}/${index}/roles/${nth}`, resource.roles);
  }
}
