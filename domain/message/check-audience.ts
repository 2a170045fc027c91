import type { Catalog } from '../plan/catalog.ts';
import { indexCatalog } from '../plan/catalog-index.ts';
import { checkReference } from '../plan/check-reference.ts';
import { nameRemedy } from '../plan/nearest-name.ts';
import { collectProblems, type PlanProblem, type PlanProblems } from '../plan/problem.ts';
import type { Audience } from './message.ts';

const document = 'audience';

/** Groups and people of an audience whom the catalog does not know. */
export function checkAudience(audience: Audience, catalog: Catalog): readonly PlanProblem[] {
  return collectProblems(problemsOf(audience, catalog));
}

function* problemsOf(audience: Audience, catalog: Catalog): PlanProblems {
  const { groups, people } = indexCatalog(catalog);
  for (const [at, group] of audience.groups.entries()) {
    yield* checkReference({ document, pointer: `/spec/groups/${at}` }, 'group', group, groups);
  }
  for (const [at, person] of audience.people.entries()) {
    yield* checkReference({ document, pointer: `/spec/people/${at}` }, 'person', person, people);
  }
}

/** A problem when a policy names an audience that nobody has applied. */
export function* checkAudienceName(
  pointer: string,
  name: string,
  audiences: readonly Audience[],
): PlanProblems {
  const known = audiences.map((audience) => audience.name);
  if (known.includes(name)) return;
  yield {
    code: 'unknown-audience',
    document: 'policy',
    pointer,
    message: `No audience \`${name}\` is applied.`,
    remedy: nameRemedy(name, known, 'Apply a file of the kind Audience along with the policy.'),
  };
}
