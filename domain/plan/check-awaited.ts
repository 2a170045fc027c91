import { checkUnique } from './check-reference.ts';
import { nameRemedy } from './nearest-name.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';
import type { ReleaseSpec } from './spec.ts';

/**
 * What is wrong with the releases that a release waits for, as far as it says so itself.
 * `environments` are all that it goes through.
 */
export function* checkAwaited(
  { name, after = [], train }: Pick<ReleaseSpec, 'name' | 'after' | 'train'>,
  environments: readonly string[],
): PlanProblems {
  for (const [position, { release, before }] of after.entries()) {
    const at = `/spec/after/${position}`;
    if (release === name) yield ownName(`${at}/release`);
    yield* checkEntered(`${at}/before`, before, environments);
  }
  // One stage of each is enough: those before it are done when it is.
  const waits = after.map(({ release, before }) => `${release} before ${before}`);
  yield* checkUnique('release', (position) => `/spec/after/${position}`, waits);
  if (train === undefined) return;
  yield* checkEntered('/spec/train/enters', train.enters, environments);
  yield* checkUnique('release', (position) => `/spec/train/with/${position}`, train.with);
  const own = train.with.indexOf(name);
  if (own >= 0) yield ownName(`/spec/train/with/${own}`);
}

function* checkEntered(
  pointer: string,
  environment: string,
  environments: readonly string[],
): PlanProblems {
  if (environments.includes(environment)) return;
  yield {
    code: 'unknown-environment',
    document: 'release',
    pointer,
    message: `The release does not go through \`${environment}\`.`,
    remedy: nameRemedy(environment, environments, 'Name an environment that it goes through.'),
  };
}

function ownName(pointer: string): PlanProblem {
  return {
    code: 'waits-for-itself',
    document: 'release',
    pointer,
    message: 'A release does not wait for itself.',
    remedy: 'Name the other release.',
  };
}
