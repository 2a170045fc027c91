import { checkUnique } from './check-reference.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';
import type { ReleaseSpec } from './spec.ts';

/**
 * What is wrong with when a release means to go out. `environments` are all that it goes through.
 */
export function* checkSchedule(
  { releaseClass, schedule }: Pick<ReleaseSpec, 'releaseClass' | 'schedule'>,
  environments: readonly string[],
): PlanProblems {
  if (schedule?.priority?.level === 'emergency' && releaseClass !== 'emergency') {
    const message = `A release of the class \`${releaseClass}\` has no emergency priority.`;
    const remedy = 'Give it `high`, or release it as an emergency, with all that this asks for.';
    yield problem('priority-not-allowed', '/spec/schedule/priority/level', message, remedy);
  }
  const windows = schedule?.windows ?? [];
  const names = windows.map(({ environment }) => environment);
  const pointerOf = (position: number) => `/spec/schedule/windows/${position}/environment`;
  yield* checkUnique('release', pointerOf, names);
  for (const [position, { environment, start, end }] of windows.entries()) {
    if (!environments.includes(environment)) {
      const message = `The release does not go through \`${environment}\`.`;
      const remedy = `Plan windows for ${environments.join(', ')}.`;
      yield problem('unknown-environment', pointerOf(position), message, remedy);
    }
    if (Date.parse(start) < Date.parse(end)) continue;
    const message = `The window of ${environment} ends at ${end}, not after its start ${start}.`;
    const pointer = `/spec/schedule/windows/${position}/end`;
    yield problem('ends-before-start', pointer, message, 'Let it end after it starts.');
  }
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'release', message, remedy };
}
