import type { CatalogIndex } from './catalog-index.ts';
import { checkReference, checkUnique } from './check-reference.ts';
import { entryOf } from './entry-of.ts';
import { servicesNamedIn } from './placeholder.ts';
import type { ValidationCheck } from './policy.ts';
import type { PlanProblems } from './problem.ts';

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
  if (check.check === 'command') {
    for (const [position, argument] of check.command.entries()) {
      const origin = { document: 'policy', pointer: `${at}/command/${position}` } as const;
      for (const { service } of servicesNamedIn(argument)) {
        yield* checkReference(origin, 'service', service, services);
      }
    }
    return;
  }
  const origin = { document: 'policy', pointer: `${at}/component` } as const;
  yield* checkReference(origin, 'service', check.component, services);
  const deployment = entryOf(services.get(check.component)?.deployments ?? {}, environment);
  if (check.at !== 'gateway' || deployment === undefined || deployment.traffic) return;
  yield {
    code: 'no-traffic',
    ...origin,
    message: `\`${check.component}\` is not reached through the gateway in ${environment}.`,
    remedy: 'Ask it `at: instances`, or give its deployment `traffic: true` in the catalog.',
  };
}
