import type { DeploymentStrategy } from '../deployment/strategy.ts';
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
    yield againstPolicy(pointer, environment, name, kind, hasCanary);
  }
  if (!deployment.traffic && movesUsers.has(kind)) {
    const message = `No users reach \`${name}\` in ${environment}, so there is nobody to move.`;
    const remedy = 'Give its deployment `traffic: true`, or leave the strategy out.';
    yield problem('strategy-without-users', pointer, message, remedy);
  }
  if (stateful === true && dividesState(strategy)) {
    const what = kind === 'rolling' ? 'two versions of it' : 'two sets of it';
    const message = `\`${name}\` is stateful, and ${kind} lets ${what} work at the same time.`;
    const remedy =
      'Choose `ordered`, which replaces one target after the other, or say `sharesState: true` ' +
      'where both may work on the same state.';
    yield problem('strategy-divides-state', pointer, message, remedy);
  }
}

type Kind = DeploymentStrategy['kind'];

/** The others replace targets where they are, whether or not users come to them. */
const movesUsers: ReadonlySet<Kind> = new Set(['blue-green', 'canary']);

function dividesState(strategy: DeploymentStrategy): boolean {
  const { kind } = strategy;
  return (kind === 'blue-green' || kind === 'rolling') && strategy.sharesState !== true;
}

function againstPolicy(
  pointer: string,
  environment: string,
  name: string,
  kind: Kind,
  hasCanary: boolean,
): PlanProblem {
  const code = 'strategy-against-policy';
  if (!hasCanary) {
    const message = `\`${name}\` asks for a canary, and ${environment} has no steps for one.`;
    const remedy = 'Add `canary` to the environment in the policy, or choose another strategy.';
    return problem(code, pointer, message, remedy);
  }
  const inPlace = kind === 'rolling' || kind === 'ordered';
  const why = inPlace ? ', which replaces the targets that a canary compares with' : '';
  const says = `\`${name}\` says \`${kind}\`${why}`;
  const message = `The policy moves users in ${environment} step by step; ${says}.`;
  const remedy = 'Leave the strategy out, or let a class whose policy has no `canary` release it.';
  return problem(code, pointer, message, remedy);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, document: 'catalog', pointer, message, remedy };
}
