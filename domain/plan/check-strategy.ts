import type { Catalog, Service } from './catalog.ts';
import { entryOf } from './entry-of.ts';
import type { ClassPolicy } from './policy.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';

/** What is wrong with how the released services take the place of what serves in an environment. */
export function* checkStrategies(
  environment: string,
  released: ReadonlySet<string>,
  { services }: Catalog,
  { environments }: ClassPolicy,
): PlanProblems {
  const hasCanary = entryOf(environments, environment)?.canary !== undefined;
  for (const [position, service] of services.entries()) {
    if (!released.has(service.name)) continue;
    const pointer = `/spec/services/${position}/deployments/${environment}/strategy`;
    yield* checkStrategy(pointer, environment, service, hasCanary);
  }
}

function* checkStrategy(
  pointer: string,
  environment: string,
  { name, stateful, deployments }: Service,
  hasCanary: boolean,
): PlanProblems {
  const deployment = entryOf(deployments, environment);
  const strategy = deployment?.strategy;
  if (deployment === undefined || strategy === undefined) return;
  const { kind } = strategy;
  if (kind === 'canary' ? !hasCanary : hasCanary && deployment.traffic) {
    const message = hasCanary
      ? `The policy moves users in ${environment} step by step; \`${name}\` says \`${kind}\`.`
      : `\`${name}\` asks for a canary, and the policy of ${environment} has no steps for one.`;
    const remedy = hasCanary
      ? 'Leave the strategy out, or let a class whose policy has no `canary` release it.'
      : 'Add `canary` to the environment in the policy, or choose another strategy.';
    yield problem('strategy-against-policy', pointer, message, remedy);
  }
  if (kind === 'all-at-once') return;
  if (!deployment.traffic) {
    const message = `No users reach \`${name}\` in ${environment}, so there is nobody to move.`;
    const remedy = 'Give its deployment `traffic: true`, or leave the strategy out.';
    yield problem('strategy-without-users', pointer, message, remedy);
  }
  if (kind !== 'blue-green' || stateful !== true || strategy.sharesState === true) return;
  const message = `\`${name}\` is stateful, and blue-green lets two sets of it stand at once.`;
  const remedy =
    'Say `sharesState: true` where both sets may work on the same state, or choose `all-at-once`.';
  yield problem('strategy-divides-state', pointer, message, remedy);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, document: 'catalog', pointer, message, remedy };
}
