import { checkAccess } from '../access/check-access.ts';
import { jsonPointer } from '../ledger/json-pointer.ts';
import { checkMigrations } from '../migration/check-migrations.ts';
import type { Catalog, Service } from './catalog.ts';
import { type CatalogIndex, indexCatalog } from './catalog-index.ts';
import { checkAddresses } from './check-addresses.ts';
import { checkReference, checkUnique, type KnownNames, type Referent } from './check-reference.ts';
import { findCycles } from './find-cycles.ts';
import { collectProblems, type PlanProblem, type PlanProblems } from './problem.ts';

/**
 * Everything in a catalog that refers to something that is not there, stands twice, or turns in a
 * circle. All problems at once; an empty list means that the catalog can be applied.
 */
export function checkCatalog(catalog: Catalog): readonly PlanProblem[] {
  return collectProblems(problemsOf(catalog));
}

function* problemsOf(catalog: Catalog): PlanProblems {
  const index = indexCatalog(catalog);
  yield* unique('/spec/people', 'id', catalog.people);
  yield* unique('/spec/bots', 'name', catalog.bots ?? []);
  yield* checkAddresses(catalog);
  yield* unique('/spec/groups', 'id', catalog.groups);
  yield* unique('/spec/environments', 'name', catalog.environments);
  yield* unique('/spec/services', 'name', catalog.services);
  yield* checkGroups(catalog, index);
  yield* checkEnvironments(catalog, index);
  for (const [position, service] of catalog.services.entries()) {
    yield* checkService(service, `/spec/services/${position}`, index);
  }
  yield* checkAlertLabels(catalog, index);
  yield* checkDependencyCycles(catalog);
}

function* checkAlertLabels({ alerts = {} }: Catalog, index: CatalogIndex): PlanProblems {
  for (const [label, name] of Object.entries(alerts.environments ?? {})) {
    const pointer = jsonPointer(['spec', 'alerts', 'environments', label]);
    yield* refer(pointer, 'environment', name, index.environments);
  }
  for (const [label, name] of Object.entries(alerts.services ?? {})) {
    const pointer = jsonPointer(['spec', 'alerts', 'services', label]);
    yield* refer(pointer, 'service', name, index.services);
  }
}

function* checkGroups({ groups }: Catalog, { people }: CatalogIndex): PlanProblems {
  for (const [index, { id, members }] of groups.entries()) {
    for (const [position, member] of members.entries()) {
      yield* refer(`/spec/groups/${index}/members/${position}`, 'person', member, people);
    }
    yield* checkUnique('catalog', (at) => `/spec/groups/${index}/members/${at}`, members);
    if (!people.has(id)) continue;
    const message = `\`${id}\` is the handle of a person and of a group.`;
    const remedy = 'Rename the group: files that name a person or a group could mean either.';
    yield problem('ambiguous-name', `/spec/groups/${index}/id`, message, remedy);
  }
}

function* checkEnvironments({ environments }: Catalog, index: CatalogIndex): PlanProblems {
  const edges: { from: string; to: string }[] = [];
  for (const [position, { name, promotesFrom, access = [] }] of environments.entries()) {
    yield* checkAccess(access, `/spec/environments/${position}/access`, index);
    if (promotesFrom === null) continue;
    edges.push({ from: name, to: promotesFrom });
    const pointer = `/spec/environments/${position}/promotesFrom`;
    yield* refer(pointer, 'environment', promotesFrom, index.environments);
  }
  for (const members of findCycles(edges)) {
    const first = environments.findIndex(({ name }) => members.includes(name));
    const message = `The environments ${quoted(members)} promote from each other in a circle.`;
    const remedy = 'Let one of them promote from none: `promotesFrom: null`.';
    yield problem('environment-cycle', `/spec/environments/${first}/promotesFrom`, message, remedy);
  }
}

function* checkService(service: Service, at: string, index: CatalogIndex): PlanProblems {
  yield* refer(`${at}/owner`, 'group', service.owner, index.groups);
  for (const [position, name] of service.dependsOn.entries()) {
    yield* refer(`${at}/dependsOn/${position}`, 'service', name, index.services);
  }
  for (const name of Object.keys(service.deployments)) {
    yield* refer(`${at}/deployments/${name}`, 'environment', name, index.environments);
  }
  yield* unique(`${at}/gates`, 'name', service.gates);
  yield* checkMigrations(service, at);
  yield* unique(`${at}/build/steps`, 'name', service.build.steps);
}

function* checkDependencyCycles({ services }: Catalog): PlanProblems {
  const edges = services.flatMap(({ name, dependsOn }) =>
    dependsOn.map((to) => ({ from: name, to })),
  );
  for (const members of findCycles(edges)) {
    const first = services.findIndex(({ name }) => members.includes(name));
    const message = `The services ${quoted(members)} depend on each other in a circle.`;
    const remedy = 'Remove one of these dependencies, so that there is an order to deploy them in.';
    yield problem('dependency-cycle', `/spec/services/${first}/dependsOn`, message, remedy);
  }
}

function refer(pointer: string, what: Referent, name: string, known: KnownNames): PlanProblems {
  return checkReference({ document: 'catalog', pointer }, what, name, known);
}

function unique<Key extends string>(
  list: string,
  key: Key,
  items: readonly Readonly<Record<Key, string>>[],
): PlanProblems {
  const names = items.map((item) => item[key]);
  return checkUnique('catalog', (index) => `${list}/${index}/${key}`, names);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'catalog', message, remedy };
}
