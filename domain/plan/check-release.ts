import { checkContraction } from '../migration/check-contraction.ts';
import type { Catalog, Environment } from './catalog.ts';
import { type CatalogIndex, indexCatalog } from './catalog-index.ts';
import { checkAwaited } from './check-awaited.ts';
import { checkNaming } from './check-naming.ts';
import { checkReference, checkUnique } from './check-reference.ts';
import { checkRollback } from './check-rollback.ts';
import { checkSchedule } from './check-schedule.ts';
import { checkStrategies } from './check-strategy.ts';
import { entryOf } from './entry-of.ts';
import { nameRemedy } from './nearest-name.ts';
import { orderEnvironments } from './order-environments.ts';
import { servicesNamedIn } from './placeholder.ts';
import type { ClassPolicy, Policy } from './policy.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';
import type { ReleaseSpec } from './spec.ts';

/** What a deployer says of settings: one sentence a problem, empty when all is well. */
export type CheckSettings = (
  deployer: string,
  settings: Readonly<Record<string, unknown>>,
) => readonly string[];

type Sources = {
  readonly spec: ReleaseSpec;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly checkSettings?: CheckSettings;
};

/** What is wrong with a release, seen from its catalog and its policy. */
export function* checkRelease({ spec, catalog, policy, checkSettings }: Sources): PlanProblems {
  const index = indexCatalog(catalog);
  yield* checkNames(spec, index);
  yield* checkNaming(spec, policy);
  if (spec.policy !== policy.name) {
    const message = `The release names the policy \`${spec.policy}\`; this is \`${policy.name}\`.`;
    yield problem('unknown-policy', '/spec/policy', message, 'Apply a policy of that name first.');
  }
  const classPolicy = entryOf(policy.classes, spec.releaseClass);
  if (classPolicy === undefined) {
    const message = `The policy \`${policy.name}\` has no class \`${spec.releaseClass}\`.`;
    const remedy = nameRemedy('', Object.keys(policy.classes), 'Add the class to the policy.');
    yield problem('unknown-class', '/spec/class', message, remedy);
  }
  const environments = orderEnvironments(spec.environments, index.environments);
  yield* checkDeployments(spec, environments, index);
  if (checkSettings !== undefined) {
    yield* checkAllSettings(spec, environments, catalog, checkSettings);
  }
  yield* checkRollback(spec, index);
  yield* checkContraction(spec, environments, index);
  const names = environments.map(({ name }) => name);
  yield* checkSchedule(spec, names);
  yield* checkAwaited(spec, names);
  if (classPolicy === undefined) return;
  const released = new Set(spec.components.map(({ service }) => service));
  for (const { name } of environments) {
    yield* checkStages(spec, name, classPolicy);
    yield* checkStrategies(name, released, catalog, classPolicy);
  }
}

function* checkNames(spec: ReleaseSpec, index: CatalogIndex): PlanProblems {
  for (const list of ['environments', 'components'] as const) {
    if (spec[list].length > 0) continue;
    const message = `The release names no ${list}.`;
    yield problem('nothing-to-release', `/spec/${list}`, message, 'Name at least one.');
  }
  const { groups, people } = index;
  const origin = { document: 'release', pointer: '/spec/accountable' } as const;
  const holders = new Set([...people.keys(), ...groups.keys()]);
  yield* checkReference(origin, 'person-or-group', spec.accountable, holders);
  const pointerTo = (position: number) => `/spec/environments/${position}`;
  yield* checkUnique('release', pointerTo, spec.environments);
  for (const [position, name] of spec.environments.entries()) {
    const place = { document: 'release', pointer: pointerTo(position) } as const;
    yield* checkReference(place, 'environment', name, index.environments);
  }
  const services = spec.components.map(({ service }) => service);
  const pointerOf = (position: number) => `/spec/components/${position}/service`;
  yield* checkUnique('release', pointerOf, services);
  for (const [position, name] of services.entries()) {
    const place = { document: 'release', pointer: pointerOf(position) } as const;
    yield* checkReference(place, 'service', name, index.services);
  }
}

function* checkDeployments(
  spec: ReleaseSpec,
  environments: readonly Environment[],
  { services }: CatalogIndex,
): PlanProblems {
  for (const [position, { service: name }] of spec.components.entries()) {
    const service = services.get(name);
    if (service === undefined) continue;
    for (const environment of environments) {
      if (entryOf(service.deployments, environment.name) !== undefined) continue;
      const pointer = `/spec/components/${position}/service`;
      const message = `The catalog does not say how \`${name}\` gets to ${environment.name}.`;
      const remedy = `Add \`deployments.${environment.name}\` to the service, or leave it out.`;
      yield problem('not-deployable', pointer, message, remedy);
    }
  }
}

function* checkAllSettings(
  spec: ReleaseSpec,
  environments: readonly Environment[],
  catalog: Catalog,
  checkSettings: CheckSettings,
): PlanProblems {
  const released = new Set(spec.components.map(({ service }) => service));
  for (const [position, { name, deployments }] of catalog.services.entries()) {
    if (!released.has(name)) continue;
    for (const environment of environments) {
      const deployment = entryOf(deployments, environment.name);
      if (deployment === undefined) continue;
      const pointer = `/spec/services/${position}/deployments/${environment.name}/settings`;
      const remedy = `Correct the settings of \`${name}\` for ${environment.name}.`;
      for (const message of checkSettings(deployment.deployer, deployment.settings)) {
        yield { code: 'invalid-settings', document: 'catalog', pointer, message, remedy };
      }
    }
  }
}

/** What the policy of an environment asks of a release, and this one does not have. */
function* checkStages(
  { components, releaseClass, rollback }: ReleaseSpec,
  environment: string,
  { environments }: ClassPolicy,
): PlanProblems {
  const policy = entryOf(environments, environment);
  if (policy === undefined) {
    const message = `The policy has no rules for ${environment} and the class \`${releaseClass}\`.`;
    const remedy = `Add \`environments.${environment}\` to the class in the policy.`;
    yield problem('no-environment-policy', '/spec/environments', message, remedy);
    return;
  }
  // Above this class the whole way back is asked for in any case.
  const lacksWayBack = rollback === null && releaseClass === 'standard';
  const checksWayBack = policy.checklist.some(({ item }) => item === 'rollback-plan');
  if (lacksWayBack && (policy.canary !== undefined || checksWayBack)) {
    const message = `The policy of ${environment} has stages that need a way back.`;
    const remedy = 'Add `rollback`: a canary asks for `timeToDecide`, a checklist for all of it.';
    yield problem('rollback-missing', '/spec/rollback', message, remedy);
  }
  const released = new Set(components.map(({ service }) => service));
  const named = policy.validate
    .flatMap((check) => (check.check === 'command' ? check.command : []))
    .flatMap(servicesNamedIn);
  for (const { about, service } of named) {
    if (about === 'origin' || released.has(service)) continue;
    const message = `A check in ${environment} needs a version of \`${service}\`: there is none.`;
    const remedy = `Add \`${service}\` to the components, or let the check do without its version.`;
    yield problem('check-needs-component', '/spec/components', message, remedy);
  }
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'release', message, remedy };
}
