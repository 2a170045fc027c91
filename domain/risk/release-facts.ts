import type { Catalog, Service } from '../plan/catalog.ts';
import type { CatalogIndex } from '../plan/catalog-index.ts';
import { entryOf } from '../plan/entry-of.ts';
import { orderEnvironments } from '../plan/order-environments.ts';
import type { ClassPolicy, Policy } from '../plan/policy.ts';
import type { ComponentSpec, ReleaseSpec } from '../plan/spec.ts';
import type { ComponentFacts, DeliveryFacts, RiskFacts } from './facts.ts';
import { type DeclaredRisk, highestOf, type RolloutStrategy, rolloutStrategies } from './scale.ts';
import type { ServiceHistory } from './service-history.ts';
import { versionBump } from './version-bump.ts';

type Sources = {
  readonly spec: ReleaseSpec;
  readonly catalog: Catalog;
  readonly index: CatalogIndex;
  readonly policy: Policy;
  readonly classPolicy: ClassPolicy;
  readonly history: readonly ServiceHistory[];
};

/**
 * What the risk of a release is computed from. Services that the catalog does not know are left
 * out: each is a problem of its own.
 */
export function releaseFacts(sources: Sources): RiskFacts {
  const { spec, catalog } = sources;
  const components = spec.components
    .flatMap((component) => factsOf(component, sources))
    .toSorted((one, other) => (one.service < other.service ? -1 : 1));
  return {
    releaseClass: spec.releaseClass,
    stated: spec.classification ?? {},
    components,
    dependents: dependentsOf(
      components.map(({ service }) => service),
      catalog,
    ),
    failureModes: spec.failureModes ?? [],
    delivery: deliveryOf(sources, components),
  };
}

function factsOf(component: ComponentSpec, sources: Sources): readonly ComponentFacts[] {
  const { policy, index, history } = sources;
  const service = index.services.get(component.service);
  if (service === undefined) return [];
  const before = history.find((each) => each.service === component.service) ?? null;
  const isSemver = (policy.naming?.versions.scheme ?? 'semver') === 'semver';
  return [
    {
      service: service.name,
      criticality: service.criticality ?? null,
      dataClasses: service.dataClasses ?? null,
      content: service.content ?? 'code',
      stateful: service.stateful ?? false,
      monitoring: service.monitoring ?? null,
      exposed: isExposed(service, sources),
      bump: isSemver ? versionBump(before?.version ?? null, component.version) : null,
      raises: raisedBy(component),
      history: before,
    },
  ];
}

/** Whoever says what of a migration cannot come back has said that it cannot. */
function raisedBy({ raises = [], irreversible, lossy }: ComponentSpec): readonly DeclaredRisk[] {
  if ((irreversible ?? lossy) === undefined || raises.includes('irreversible')) return raises;
  return [...raises, 'irreversible'];
}

function isExposed({ deployments }: Service, sources: Sources): boolean {
  return entryOf(deployments, lastEnvironment(sources) ?? '')?.traffic === true;
}

/** Where users are. */
function lastEnvironment({ spec, index }: Sources): string | undefined {
  return orderEnvironments(spec.environments, index.environments).at(-1)?.name;
}

/** Users move in steps where the policy has a canary, or where the release has several ends. */
function deliveryOf(sources: Sources, components: readonly ComponentFacts[]): DeliveryFacts {
  const { spec, classPolicy } = sources;
  const environment = entryOf(classPolicy.environments, lastEnvironment(sources) ?? '');
  const isReached = components.some(({ exposed }) => exposed);
  const canary = isReached ? environment?.canary : undefined;
  const inParts = (canary?.steps.length ?? 0) > 1 || new Set(spec.environments).size > 1;
  return {
    model: inParts ? 'phased' : 'big-bang',
    strategy: canary === undefined ? strategyOf(sources) : 'canary',
    stated: spec.delivery ?? {},
  };
}

/** As the most careful of its components, where the policy moves nobody step by step. */
function strategyOf(sources: Sources): RolloutStrategy {
  const environment = lastEnvironment(sources) ?? '';
  const strategies = sources.spec.components.map(({ service }): RolloutStrategy => {
    const deployments = sources.index.services.get(service)?.deployments ?? {};
    const kind = entryOf(deployments, environment)?.strategy?.kind;
    if (kind === 'ordered') return 'rolling';
    return kind === 'blue-green' || kind === 'rolling' ? kind : 'all-at-once';
  });
  return highestOf(rolloutStrategies, strategies);
}

/** Every service that needs one of these, directly or through others, in the order of names. */
function dependentsOf(services: readonly string[], catalog: Catalog): readonly string[] {
  const users = new Map<string, string[]>();
  for (const { name, dependsOn } of catalog.services) {
    for (const needed of dependsOn) users.set(needed, [...(users.get(needed) ?? []), name]);
  }
  const found = new Set<string>();
  const open = [...services];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const user of users.get(next) ?? []) {
      if (!found.has(user)) open.push(user);
      found.add(user);
    }
  }
  return [...found].toSorted();
}
