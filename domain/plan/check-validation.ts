import type { CatalogIndex } from './catalog-index.ts';
import { checkReference, checkUnique } from './check-reference.ts';
import { entryOf } from './entry-of.ts';
import { servicesNamedIn } from './placeholder.ts';
import type { PlanProblems } from './problem.ts';
import type { DownstreamCheck, ValidationCheck } from './validation-check.ts';

/** What is wrong with the checks of an environment. `at` is the pointer to their list. */
export function* checkValidation(
  at: string,
  environment: string,
  checks: readonly ValidationCheck[],
  index: CatalogIndex,
): PlanProblems {
  const names = checks.map(({ name }) => name);
  yield* checkUnique('policy', (position) => `${at}/${position}/name`, names);
  for (const [position, check] of checks.entries()) {
    yield* checkOne(`${at}/${position}`, environment, check, index);
  }
}

function* checkOne(
  at: string,
  environment: string,
  check: ValidationCheck,
  { services }: CatalogIndex,
): PlanProblems {
  switch (check.check) {
    case 'command':
      for (const [position, argument] of check.command.entries()) {
        yield* checkNames(`${at}/command/${position}`, argument, services);
      }
      return;
    case 'tls':
    case 'headers':
    case 'identity':
      yield* checkNames(`${at}/url`, check.url, services);
      return;
    case 'http':
    case 'downstream': {
      const origin = { document: 'policy', pointer: `${at}/component` } as const;
      yield* checkReference(origin, 'service', check.component, services);
      const isAtGateway =
        check.check === 'http' ? check.at === 'gateway' : check.through !== undefined;
      if (isAtGateway) yield* checkTraffic(at, environment, check, services);
      if (check.check === 'downstream') yield* checkDownstream(at, environment, check, services);
    }
  }
}

type Services = CatalogIndex['services'];

function* checkNames(pointer: string, text: string, services: Services): PlanProblems {
  for (const { service } of servicesNamedIn(text)) {
    yield* checkReference({ document: 'policy', pointer }, 'service', service, services);
  }
}

function* checkTraffic(
  at: string,
  environment: string,
  { component, check }: Pick<ValidationCheck, 'check'> & { readonly component: string },
  services: Services,
): PlanProblems {
  const deployment = deploymentOf(component, environment, services);
  if (deployment === undefined || deployment.traffic) return;
  const other = check === 'http' ? 'Ask it `at: instances`' : 'Leave `through` out';
  yield {
    code: 'no-traffic',
    document: 'policy',
    pointer: `${at}/component`,
    message: `\`${component}\` is not reached through the gateway in ${environment}.`,
    remedy: `${other}, or give its deployment \`traffic: true\` in the catalog.`,
  };
}

/** A check that would find nobody to ask, or a dependency that is not there, never passes. */
function* checkDownstream(
  at: string,
  environment: string,
  { component, through }: DownstreamCheck,
  services: Services,
): PlanProblems {
  const service = services.get(component);
  if (service === undefined) return;
  const origin = { document: 'policy', pointer: `${at}/component` } as const;
  if (service.dependsOn.length === 0 && through === undefined) {
    const message = `\`${component}\` depends on nothing that could be asked.`;
    const remedy = 'Add what it needs to its `dependsOn` in the catalog, or say `through`.';
    yield { code: 'nothing-downstream', ...origin, message, remedy };
  }
  for (const name of service.dependsOn) {
    if (!services.has(name) || deploymentOf(name, environment, services)) continue;
    const message = `\`${component}\` depends on \`${name}\`, which has no deployment there.`;
    const remedy = `Add its deployment in ${environment} to the catalog: else nobody can ask it.`;
    yield { code: 'dependency-not-deployed', ...origin, message, remedy };
  }
}

function deploymentOf(component: string, environment: string, services: Services) {
  return entryOf(services.get(component)?.deployments ?? {}, environment);
}
