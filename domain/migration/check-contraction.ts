import type { Environment } from '../plan/catalog.ts';
import type { CatalogIndex } from '../plan/catalog-index.ts';
import { entryOf } from '../plan/entry-of.ts';
import { isContracting, usersOf } from '../plan/plan-components.ts';
import type { PlanProblem, PlanProblems } from '../plan/problem.ts';
import type { ReleaseSpec } from '../plan/spec.ts';

/**
 * What is wrong with when the migrations of a release run, and with what is said to stay. A
 * contraction takes away what old code needs, so the release has to replace all of that code
 * wherever it goes; and it is one of those that cannot come back.
 */
export function* checkContraction(
  { components }: ReleaseSpec,
  environments: readonly Environment[],
  { services }: CatalogIndex,
): PlanProblems {
  const brought = new Set(
    components.filter((each) => !isContracting(each)).map(({ service }) => service),
  );
  for (const [position, component] of components.entries()) {
    const { service: name, phase, irreversible, stays } = component;
    const service = services.get(name);
    if (service === undefined) continue;
    const at = `/spec/components/${position}`;
    const said = phase === undefined ? 'stays' : 'phase';
    if (service.migrations === undefined && (phase ?? stays) !== undefined) {
      const message = `\`${name}\` has no migrations, so \`${said}\` means nothing.`;
      const remedy = `Leave \`${said}\` out, or say \`migrations\` of the service in the catalog.`;
      yield problem('no-migrations', `${at}/${said}`, message, remedy);
    }
    if (stays !== undefined && (irreversible !== undefined || isContracting(component))) {
      const message = `\`${name}\` cannot be taken back, so nobody chooses that it stays.`;
      const remedy = 'Leave `stays` out: `irreversible` says already that a rollback leaves it.';
      yield problem('stays-in-any-case', `${at}/stays`, message, remedy);
    }
    if (!isContracting(component)) continue;
    if (irreversible === undefined) {
      const message = `What \`${name}\` takes away does not come back, and nobody says what it is.`;
      const remedy = 'Add `irreversible: { reason: … }`, for which somebody signs.';
      yield problem('contract-without-reason', `${at}/phase`, message, remedy);
    }
    const users = usersOf(name, services);
    if (users.length === 0) {
      const message = `Nobody knows which code needs what \`${name}\` takes away.`;
      const remedy = `Let each service that works on it say \`dependsOn: [${name}]\`.`;
      yield problem('contract-without-users', `${at}/phase`, message, remedy);
    }
    for (const environment of environments) {
      const old = users.filter(
        (user) =>
          !brought.has(user) &&
          entryOf(services.get(user)?.deployments ?? {}, environment.name) !== undefined,
      );
      if (old.length > 0) yield underOldCode(`${at}/phase`, name, environment.name, old);
    }
  }
}

function underOldCode(
  pointer: string,
  name: string,
  environment: string,
  old: readonly string[],
): PlanProblem {
  const message =
    `\`${name}\` would take away in ${environment} what the version of ` +
    `${old.map((user) => `\`${user}\``).join(' and ')} that runs there may still need.`;
  const remedy =
    'Add to the components the version that does without it. Where that version runs already, ' +
    'it is found to be there, and nothing is replaced.';
  return problem('contract-under-old-code', pointer, message, remedy);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'release', message, remedy };
}
