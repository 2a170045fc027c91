import type { Service } from '../plan/catalog.ts';
import type { PlanProblem, PlanProblems } from '../plan/problem.ts';
import { migrationRehearsal } from './migration.ts';

/** What is wrong with the migrations of a service, whose place in the catalog is `at`. */
export function* checkMigrations(service: Service, at: string): PlanProblems {
  if (service.migrations === undefined) return;
  for (const [environment, { traffic }] of Object.entries(service.deployments)) {
    if (!traffic) continue;
    const message = `\`${service.name}\` has migrations and serves users in ${environment}.`;
    const remedy =
      'Let the migrations be a service of their own, which the one with users `dependsOn`: they ' +
      'go up before it and come back after it.';
    yield problem(
      'migrations-with-users',
      `${at}/deployments/${environment}/traffic`,
      message,
      remedy,
    );
  }
  for (const [position, { name }] of service.gates.entries()) {
    if (name !== migrationRehearsal) continue;
    const message = `A gate cannot be called \`${name}\`: that is the one of the migrations.`;
    yield problem('reserved-name', `${at}/gates/${position}/name`, message, 'Choose another name.');
  }
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'catalog', message, remedy };
}
