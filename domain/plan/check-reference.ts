import { nameRemedy } from './nearest-name.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';

/** What a document refers to. */
export type Referent =
  | 'person'
  | 'group'
  | 'person-or-group'
  | 'service'
  | 'environment'
  | 'region';

/** Where a reference stands. */
export type Origin = Pick<PlanProblem, 'document' | 'pointer'>;

/** Names that something can be referred to by; a Set or a Map. */
export type KnownNames = { has(name: string): boolean; keys(): Iterable<string> };

/**
 * A problem when the name is not among the known ones, with the nearest of them; otherwise nothing.
 */
export function* checkReference(
  origin: Origin,
  what: Referent,
  name: string,
  known: KnownNames,
): PlanProblems {
  if (known.has(name)) return;
  const words = what.replaceAll('-', ' ');
  yield {
    code: `unknown-${what}`,
    ...origin,
    message: `The catalog has no ${words} \`${name}\`.`,
    remedy: nameRemedy(name, known.keys(), `Declare the ${words} in the catalog first.`),
  };
}

/**
 * A problem for each name that stood before in the same list. `pointer` makes the place of an
 * index.
 */
export function* checkUnique(
  document: PlanProblem['document'],
  pointer: (index: number) => string,
  names: readonly string[],
): PlanProblems {
  const firsts = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const first = firsts.get(name);
    if (first === undefined) {
      firsts.set(name, index);
      continue;
    }
    yield {
      code: 'duplicate-name',
      document,
      pointer: pointer(index),
      message: `\`${name}\` stands twice in one list; entry ${first + 1} has that name already.`,
      remedy: 'Rename or remove one of the two.',
    };
  }
}
